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
 * How a rolling restart replaces workers. An instance is immutable, and may be used from
 * any thread.
 *
 * @param maxSurge the number of workers that may exist beyond the number of slots
 * @param canaryTime how long the first worker of a generation is watched before the other
 * workers are replaced
 */
public record RollingSettings(int maxSurge, Duration canaryTime) {

	/**
	 * One at a time, a canary of 5 s.
	 */
	public static final RollingSettings DEFAULTS = new RollingSettings(1, Duration.ofSeconds(5));

}
