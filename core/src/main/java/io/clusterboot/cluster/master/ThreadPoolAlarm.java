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

import org.jspecify.annotations.Nullable;

/**
 * Reports once that the thread pool of a worker is exhausted, and once that it no longer
 * is. Confined to the control loop, whose clock the moments are read from.
 */
final class ThreadPoolAlarm {

	/**
	 * How long a thread has to be free before the end is reported. A worker at the limit
	 * of its threads has free ones now and then.
	 */
	static final Duration CLEAR_DELAY = Duration.ofSeconds(10);

	private final Worker worker;

	private final LivenessWatch.Findings findings;

	private @Nullable Long raisedAt;

	private @Nullable Long freeSince;

	ThreadPoolAlarm(Worker worker, LivenessWatch.Findings findings) {
		this.worker = worker;
		this.findings = findings;
	}

	/**
	 * Take in what the worker wrote on the scoreboard.
	 * @param now the present moment
	 * @param exhausted for how long the pool has been exhausted, zero if it is not
	 */
	void look(long now, Duration exhausted) {
		if (!exhausted.isZero()) {
			this.freeSince = null;
			if (this.raisedAt == null) {
				this.raisedAt = now - exhausted.toNanos();
				this.findings.threadPoolExhausted(this.worker, exhausted);
			}
		}
		else if (this.raisedAt != null) {
			if (this.freeSince == null) {
				this.freeSince = now;
			}
			if (now - this.freeSince >= CLEAR_DELAY.toNanos()) {
				Duration duration = Duration.ofNanos(this.freeSince - this.raisedAt);
				this.raisedAt = null;
				this.findings.threadPoolRelieved(this.worker, duration);
			}
		}
	}

}
