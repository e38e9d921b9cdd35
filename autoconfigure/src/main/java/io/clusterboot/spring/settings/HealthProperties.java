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

/**
 * The settings of the health of a cluster.
 */
public class HealthProperties {

	/**
	 * How many workers have to be ready for the cluster to be ready: a number, or a part
	 * of the workers such as "50%". With more than there are workers, all have to be.
	 */
	private String minReady = "1";

	public String getMinReady() {
		return this.minReady;
	}

	public void setMinReady(String minReady) {
		this.minReady = minReady;
	}

	/**
	 * Return how many workers have to be ready.
	 * @return the parsed value
	 */
	public MinReady toMinReady() {
		return MinReady.parse("cluster.health.min-ready", this.minReady);
	}

}
