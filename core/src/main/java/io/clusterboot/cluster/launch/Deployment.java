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

package io.clusterboot.cluster.launch;

/**
 * The launch of the workers of one generation.
 *
 * @param generation the number of rolling restarts before it
 * @param launch the launch of its workers
 * @param configuration the configuration files, as they were when it was made
 * @param archived whether its workers have an archive of their classes
 */
public record Deployment(int generation, WorkerLaunch launch, ConfigurationVersions configuration, boolean archived) {

	/**
	 * Create a deployment without configuration files.
	 * @param generation the number of rolling restarts before it
	 * @param launch the launch of its workers
	 */
	public Deployment(int generation, WorkerLaunch launch) {
		this(generation, launch, ConfigurationVersions.NONE, false);
	}

	/**
	 * Return this deployment with another launch.
	 */
	Deployment withLaunch(WorkerLaunch launch) {
		return new Deployment(this.generation, launch, this.configuration, this.archived);
	}

}
