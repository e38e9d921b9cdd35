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

/**
 * What the master needs to know to supervise.
 *
 * @param workers the number of slots, at least 1
 * @param startupTimeout how long a worker may take from the fork until it listens
 * @param drainTimeout how long a worker may take to drain and end
 * @param respawnInitialDelay the pause before a slot is filled again
 * @param respawnMaxDelay the longest such pause
 * @param messageMaxSize the largest message in bytes, in either direction
 */
public record MasterSettings(int workers, Duration startupTimeout, Duration drainTimeout, Duration respawnInitialDelay,
		Duration respawnMaxDelay, int messageMaxSize) {

	/**
	 * How long after the drain timeout SIGTERM and SIGKILL follow.
	 */
	static final Duration TERMINATION_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * How long SIGKILL may take before it is reported.
	 */
	static final Duration KILL_TIMEOUT = Duration.ofSeconds(10);

	/**
	 * How long the end of the channel may come after the end of the process.
	 */
	static final Duration END_OF_CHANNEL_TIMEOUT = Duration.ofSeconds(1);

	Duration of(WorkerDeadline deadline) {
		return switch (deadline) {
			case STARTUP -> this.startupTimeout;
			case DRAIN -> this.drainTimeout;
			case TERMINATION -> TERMINATION_TIMEOUT;
			case KILL -> KILL_TIMEOUT;
			case END_OF_CHANNEL -> END_OF_CHANNEL_TIMEOUT;
		};
	}

}
