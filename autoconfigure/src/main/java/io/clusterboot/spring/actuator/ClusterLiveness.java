/*
 * Copyright 2026-present the ClusterBoot authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package io.clusterboot.spring.actuator;

import java.time.Duration;

import io.clusterboot.cluster.scoreboard.ClusterSummary;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The liveness of the cluster: it is down when the master makes no progress, since nobody
 * replaces workers then. Workers that fail are the master's business, and do not count.
 *
 * @param source the cluster
 * @param limit how long the master may make no progress
 */
public record ClusterLiveness(ClusterHealthSource source, Duration limit) implements HealthIndicator {

	/**
	 * What the master takes from one sign of progress to the next, and a margin.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(2);

	@Override
	public Health health() {
		boolean stopping = this.source.summary().filter(ClusterSummary::stopping).isPresent();
		return this.source.masterSilence()
			.filter((silence) -> !stopping && silence.compareTo(this.limit.plus(MARGIN)) > 0)
			.map((silence) -> Health.down()
				.withDetail("reason", "the master has made no progress for %d s".formatted(silence.toSeconds()))
				.build())
			.orElseGet(() -> Health.up().build());
	}

}
