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

package io.clusterboot.sample;

import java.util.OptionalInt;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import org.jspecify.annotations.Nullable;

/**
 * The process that answered a request.
 *
 * @param worker the worker id, {@code null} in a standalone application
 * @param slot the slot, {@code null} in a standalone application
 * @param generation the generation, 0 in a standalone application
 */
@JsonPropertyOrder({ "application", "role", "worker", "slot", "pid", "generation", "version" })
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
