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
 * When a worker that died is replaced, and when the cluster gives up. An instance is
 * immutable, and may be used from any thread.
 *
 * @param initialDelay the pause before a slot is filled again
 * @param maxDelay the longest such pause
 * @param maxFailures the number of workers of a slot that may fail in a row; one more
 * puts the slot in trouble
 * @param period the time of service, for which workers of the slot were ready, within
 * which failures are in a row, and that puts a slot out of trouble
 * @param giveUp when slots in trouble end the cluster
 */
public record RespawnSettings(Duration initialDelay, Duration maxDelay, int maxFailures, Duration period,
		GiveUpRule giveUp) {

	/**
	 * 100 ms doubling to 15 s; 5 failures in a row, which is within 60 s of service.
	 */
	public static final RespawnSettings DEFAULTS = new RespawnSettings(Duration.ofMillis(100), Duration.ofSeconds(15),
			5, Duration.ofSeconds(60));

	/**
	 * Create settings of a cluster that gives up when no worker is left.
	 * @param initialDelay the pause before a slot is filled again
	 * @param maxDelay the longest such pause
	 * @param maxFailures the number of workers of a slot that may fail in a row
	 * @param period the time of service within which failures are in a row
	 */
	public RespawnSettings(Duration initialDelay, Duration maxDelay, int maxFailures, Duration period) {
		this(initialDelay, maxDelay, maxFailures, period, GiveUpRule.NONE_LEFT);
	}

}
