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

import java.util.Collection;
import java.util.List;

import io.clusterboot.cluster.handoff.WorkerLoad;

/**
 * Reads the number of connections of each worker.
 */
final class WorkerLoads {

	private WorkerLoads() {
	}

	static List<WorkerLoad> of(Collection<Worker> workers) {
		return workers.stream()
			.map((worker) -> new WorkerLoad(worker.phase() instanceof LivePhase.Accepting,
					worker.readings().connections()))
			.toList();
	}

}
