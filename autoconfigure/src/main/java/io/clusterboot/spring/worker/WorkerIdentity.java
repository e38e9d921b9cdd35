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

package io.clusterboot.spring.worker;

import java.util.Map;
import java.util.OptionalInt;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.process.InheritedChannel;

/**
 * The cluster as a worker sees it, read from its environment.
 *
 * @param id the worker id
 * @param size the number of slots
 */
record WorkerIdentity(int id, int slotIndex, int generation, int size) implements Cluster {

	/**
	 * Read the identity. A master of another implementation sets only the id; slot,
	 * generation and size are then those of a single worker.
	 */
	static WorkerIdentity from(InheritedChannel inherited, Map<String, String> environment) {
		int id = inherited.uniqueId().orElseThrow();
		return new WorkerIdentity(id, number(environment, "CLUSTER_SLOT", id - 1),
				number(environment, "CLUSTER_GENERATION", 0), number(environment, "CLUSTER_SIZE", 1));
	}

	private static int number(Map<String, String> environment, String name, int fallback) {
		String value = environment.get(name);
		return (value != null) ? Integer.parseInt(value) : fallback;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.WORKER;
	}

	@Override
	public OptionalInt workerId() {
		return OptionalInt.of(this.id);
	}

	@Override
	public OptionalInt slot() {
		return OptionalInt.of(this.slotIndex);
	}

}
