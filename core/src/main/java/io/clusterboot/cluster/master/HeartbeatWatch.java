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

import io.clusterboot.cluster.Hang;

/**
 * Watches the heartbeat of one worker, and tells when it hangs. It belongs to the control
 * loop, whose clock it is given: moments are those of {@link System#nanoTime()}.
 */
final class HeartbeatWatch {

	private final long timeoutNanos;

	private long heartbeat;

	private long lastProgress;

	private long patientSince;

	/**
	 * Begin to watch. A worker that has not beaten yet has the whole timeout to do so.
	 * @param timeout for how long it may make no progress
	 * @param now the present moment
	 */
	HeartbeatWatch(Duration timeout, long now) {
		this.timeoutNanos = timeout.toNanos();
		this.lastProgress = now;
		this.patientSince = now;
	}

	/**
	 * Look at what the worker says of itself.
	 * @param now the present moment
	 * @param heartbeat how often it has beaten
	 * @param loopLagMillis how long an event loop has not answered
	 * @return what is wrong, empty if nothing is
	 */
	Optional<Verdict> look(long now, long heartbeat, long loopLagMillis) {
		if (heartbeat != this.heartbeat) {
			this.heartbeat = heartbeat;
			this.lastProgress = now;
		}
		long stalled = now - this.lastProgress;
		if (stalled > this.timeoutNanos) {
			return Optional.of(new Verdict(Hang.JVM_STALLED, Duration.ofNanos(stalled)));
		}
		// What the worker says of a time before our patience began does not count
		long blocked = Math.min(Duration.ofMillis(loopLagMillis).toNanos(), now - this.patientSince);
		if (blocked > this.timeoutNanos) {
			return Optional.of(new Verdict(Hang.EVENT_LOOP_BLOCKED, Duration.ofMillis(loopLagMillis)));
		}
		return Optional.empty();
	}

	/**
	 * Forget what was, and give the worker the whole timeout again: the master itself did
	 * not run, and whatever stopped it may have stopped the worker too.
	 * @param now the present moment
	 */
	void forgive(long now) {
		this.lastProgress = now;
		this.patientSince = now;
	}

	/**
	 * What is wrong with a worker.
	 *
	 * @param hang how it hangs
	 * @param duration for how long
	 */
	record Verdict(Hang hang, Duration duration) {

	}

}
