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

package io.clusterboot.sample;

import java.time.Duration;

import io.clusterboot.sample.SampleProcess.Worker;

/**
 * One worker killed.
 *
 * @param beforeNanos a moment before
 * @param afterNanos a moment when it had certainly ended
 */
record Kill(long pid, long beforeNanos, long afterNanos) {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	static Kill of(Worker worker) {
		long before = System.nanoTime();
		SampleProcess.signal("KILL", worker.pid());
		SampleProcess.awaitEnd(worker.pid(), DEADLINE);
		return new Kill(worker.pid(), before, System.nanoTime());
	}

	/**
	 * Whether a request failed because it was on a connection to this worker. If that
	 * never was answered, only the time is known.
	 */
	boolean explains(Load.Failure failure) {
		boolean inFlight = failure.startNanos() < this.afterNanos && failure.endNanos() > this.beforeNanos;
		long pid = failure.trace().workerPid();
		return (pid != 0) ? pid == this.pid : inFlight;
	}

}
