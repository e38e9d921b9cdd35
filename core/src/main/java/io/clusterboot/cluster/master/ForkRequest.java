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

import java.util.Map;

import io.clusterboot.cluster.launch.ConfigurationVersions;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;

/**
 * The worker to fork.
 *
 * @param clusterSize the number of slots
 * @param configuration the configuration files as its generation knows them
 * @param environment variables in addition to those of the launch
 */
record ForkRequest(int workerId, int slot, int generation, int clusterSize, WorkerLaunch launch,
		ConfigurationVersions configuration, Map<String, String> environment, int scoreboardRow) {

	/**
	 * Return the program that the worker runs.
	 */
	WorkerProgram program() {
		return this.launch.programOf(this.slot);
	}

}
