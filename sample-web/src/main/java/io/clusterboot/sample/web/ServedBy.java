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
package io.clusterboot.sample.web;

import java.util.OptionalInt;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import org.jspecify.annotations.Nullable;

/**
 * The process that answers.
 *
 * @param application the name of the application
 * @param role the role of the process
 * @param worker the id of the worker
 * @param slot the slot of the worker
 * @param pid the process id
 * @param generation the generation of the worker
 * @param version the version of the application
 */
record ServedBy(String application, ClusterRole role, @Nullable Integer worker, @Nullable Integer slot, long pid,
		int generation, String version) {

	static ServedBy thisProcess(String application, String version, Cluster cluster) {
		return new ServedBy(application, cluster.role(), boxed(cluster.workerId()), boxed(cluster.slot()),
				ProcessHandle.current().pid(), cluster.generation(), version);
	}

	private static @Nullable Integer boxed(OptionalInt value) {
		return value.isPresent() ? value.getAsInt() : null;
	}

}
