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
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;
import io.clusterboot.cluster.scoreboard.ScoreboardView;

/**
 * The health of the cluster as a worker reads it in shared memory.
 *
 * @param scoreboard the shared memory
 * @param connected whether the channel to the master is open
 * @param nanoTime the clock that the processes share
 */
public record WorkerHealthSource(ScoreboardView scoreboard, BooleanSupplier connected,
		LongSupplier nanoTime) implements ClusterHealthSource {

	@Override
	public Optional<ClusterSummary> summary() {
		return this.scoreboard.master().published().summary();
	}

	@Override
	public List<PublishedWorker> workers() {
		return this.scoreboard.workers();
	}

	@Override
	public boolean hasMaster() {
		return this.connected.getAsBoolean();
	}

	@Override
	public Optional<Duration> masterSilence() {
		long pulse = this.scoreboard.master().published().pulse();
		return (pulse == 0) ? Optional.empty()
				: Optional.of(Duration.ofNanos(Math.max(0, this.nanoTime.getAsLong() - pulse)));
	}

}
