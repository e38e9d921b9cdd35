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

package io.clusterboot.cluster.master;

import java.time.Duration;
import java.util.Optional;

import io.clusterboot.cluster.WorkerState;

/**
 * Decides whether a worker that exceeds the start-up timeout gets more time: as long as
 * its process uses the processor, as on a machine that is too busy for it, and at most
 * until {@value #LARGEST_MULTIPLE} times the timeout. Confined to the control loop.
 */
final class StartProgress {

	private static final int LARGEST_MULTIPLE = 3;

	/**
	 * Share of the timeout by which it is extended at a time.
	 */
	private static final int PARTS = 4;

	/**
	 * Share of the time that a process that makes progress uses at least: an idle JVM
	 * uses less.
	 */
	private static final double BUSY = 0.03;

	private final Duration timeout;

	private Duration interval;

	private Duration passed = Duration.ZERO;

	private Duration used = Duration.ZERO;

	private WorkerState state = WorkerState.STARTING;

	StartProgress(Duration timeout) {
		this.timeout = timeout;
		this.interval = timeout;
	}

	/**
	 * The time that the worker has passed. One that has been listening since the last
	 * time gets no more: what it uses the processor for may be its requests.
	 * @param processorTime the processor time that its process has used so far
	 * @param stateNow its state
	 * @return how much longer it may take, empty if it has to be ended
	 */
	Optional<Duration> extend(Duration processorTime, WorkerState stateNow) {
		this.passed = this.passed.plus(this.interval);
		Duration usedNow = processorTime.minus(this.used);
		boolean serves = this.state == WorkerState.LISTENING && stateNow == WorkerState.LISTENING;
		boolean busy = usedNow.toNanos() >= this.interval.toNanos() * BUSY && !serves;
		this.state = stateNow;
		this.used = processorTime;
		this.interval = this.timeout.dividedBy(PARTS);
		return (busy && this.passed.compareTo(this.timeout.multipliedBy(LARGEST_MULTIPLE)) < 0)
				? Optional.of(this.interval) : Optional.empty();
	}

	/**
	 * Return how long the worker took so far.
	 */
	Duration passed() {
		return this.passed;
	}

}
