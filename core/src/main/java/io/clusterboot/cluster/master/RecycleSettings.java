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
 * When a worker is replaced because it has served long enough. What is {@code null} or 0
 * is no reason.
 *
 * @param maxRequests after how many requests
 * @param maxLifetime after what time
 * @param maxMemory above how many bytes of resident memory
 * @param jitter by which share at most the limits are exceeded, by chance and by slot, so
 * that workers of one age don't leave together
 */
public record RecycleSettings(long maxRequests, @Nullable Duration maxLifetime, long maxMemory, double jitter) {

	/**
	 * No worker is recycled.
	 */
	public static final RecycleSettings NEVER = new RecycleSettings(0, null, 0, 0.1);

	boolean isOff() {
		return this.maxRequests == 0 && this.maxLifetime == null && this.maxMemory == 0;
	}

}
