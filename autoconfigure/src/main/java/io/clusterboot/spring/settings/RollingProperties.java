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

package io.clusterboot.spring.settings;

import java.time.Duration;

import io.clusterboot.cluster.master.RollingSettings;

/**
 * How workers that did not die are replaced.
 */
public class RollingProperties {

	/**
	 * Number of additional workers while others are replaced.
	 */
	private int maxSurge = 1;

	/**
	 * Time the first new worker of a rolling restart is watched before others follow.
	 */
	private Duration canaryTime = Duration.ofSeconds(5);

	public int getMaxSurge() {
		return this.maxSurge;
	}

	public void setMaxSurge(int maxSurge) {
		this.maxSurge = maxSurge;
	}

	public Duration getCanaryTime() {
		return this.canaryTime;
	}

	public void setCanaryTime(Duration canaryTime) {
		this.canaryTime = canaryTime;
	}

	RollingSettings toSettings() {
		return new RollingSettings(ValueChecks.atLeast("cluster.rolling.max-surge", this.maxSurge, 1),
				ValueChecks.atLeast("cluster.rolling.canary-time", this.canaryTime, Duration.ZERO, "0"));
	}

}
