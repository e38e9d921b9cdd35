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

import java.util.function.IntUnaryOperator;

import io.clusterboot.cluster.scoreboard.ClusterSummary;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The readiness of the cluster: it is up while enough workers are ready, and out of
 * service from the moment at which the cluster is asked to stop.
 *
 * @param source the cluster
 * @param required returns how many workers have to be ready, of how many there are meant
 * to be
 */
public record ClusterReadiness(ClusterHealthSource source, IntUnaryOperator required) implements HealthIndicator {

	@Override
	public Health health() {
		if (!this.source.hasMaster()) {
			return Health.outOfService().withDetail("reason", "the master is gone").build();
		}
		return this.source.summary().map(this::health).orElseGet(() -> Health.unknown().build());
	}

	private Health health(ClusterSummary cluster) {
		int least = this.required.applyAsInt(cluster.size());
		boolean ready = cluster.ready() >= least && !cluster.stopping();
		Health.Builder health = ready ? Health.up() : Health.outOfService();
		health.withDetail("ready", cluster.ready()).withDetail("required", least).withDetail("size", cluster.size());
		if (cluster.stopping()) {
			health.withDetail("reason", "the cluster stops");
		}
		return health.build();
	}

}
