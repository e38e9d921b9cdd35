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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Chooses by how much the ports in a worker's JVM options move.
 */
final class PortIndexes {

	private PortIndexes() {
	}

	/**
	 * Choose an index that no worker has that is alive: the slot, or for a worker beside
	 * another one of its slot the first after those of all slots.
	 */
	static int choose(int slot, int slots, Collection<Worker> alive) {
		Set<Integer> used = alive.stream()
			.map((worker) -> worker.request().numbers().portIndex())
			.collect(Collectors.toSet());
		return used.contains(slot) ? IntStream.iterate(slots, (index) -> index + 1)
			.filter((index) -> !used.contains(index))
			.findFirst()
			.getAsInt() : slot;
	}

}
