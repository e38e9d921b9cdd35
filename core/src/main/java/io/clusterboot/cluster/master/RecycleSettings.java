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

import io.clusterboot.cluster.handoff.SchedulingSettings;

/**
 * The limits after which a worker is replaced though it works. An instance is immutable,
 * and may be used from any thread.
 *
 * @param maxRequests the number of requests, {@link #UNLIMITED} for no limit
 * @param maxLifetime the time since the fork, {@link #UNLIMITED_LIFETIME} for no limit
 * @param maxMemory the resident memory in bytes, {@link #UNLIMITED} for no limit
 * @param jitter the largest share, 0 to 1, by which a limit is exceeded at random and by
 * slot, so that workers of one age are not replaced together
 */
public record RecycleSettings(long maxRequests, Duration maxLifetime, long maxMemory, double jitter) {

	/**
	 * No limit of requests or memory.
	 */
	public static final long UNLIMITED = SchedulingSettings.UNLIMITED;

	/**
	 * No limit of the lifetime.
	 */
	public static final Duration UNLIMITED_LIFETIME = Duration.ofMillis(UNLIMITED);

	/**
	 * The jitter if no other is configured.
	 */
	public static final double DEFAULT_JITTER = 0.1;

	/**
	 * No worker is recycled.
	 */
	public static final RecycleSettings NEVER = new RecycleSettings(UNLIMITED, UNLIMITED_LIFETIME, UNLIMITED,
			DEFAULT_JITTER);

	boolean isOff() {
		return this.maxRequests == UNLIMITED && this.maxLifetime.equals(UNLIMITED_LIFETIME)
				&& this.maxMemory == UNLIMITED;
	}

}
