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
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;

/**
 * The health of the cluster as its master knows it.
 *
 * @param cluster the cluster, as its master sees it
 */
public record MasterHealthSource(Cluster cluster) implements ClusterHealthSource {

	@Override
	public Optional<ClusterSummary> summary() {
		MasterStatus status = this.cluster.status().join().master();
		return Optional
			.of(new ClusterSummary(status.ready(), status.size(), status.phase() == MasterStatus.Phase.STOPPING));
	}

	@Override
	public List<PublishedWorker> workers() {
		return this.cluster.workers()
			.stream()
			.map((worker) -> new PublishedWorker(worker.id(), worker.slot(), worker.pid(), worker.generation(),
					worker.state().ordinal()))
			.toList();
	}

	@Override
	public boolean hasMaster() {
		return true;
	}

	@Override
	public Optional<Duration> masterSilence() {
		return Optional.empty();
	}

}
