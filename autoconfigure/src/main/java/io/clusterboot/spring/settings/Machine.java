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

import java.nio.file.Path;
import java.util.OptionalLong;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What the master and its workers may use together of the machine, or of the control
 * group they run in.
 *
 * @param processors the number of processors
 * @param memory the memory in bytes, empty if the system does not tell
 * @param heap the heap in bytes that one JVM would take
 */
record Machine(int processors, OptionalLong memory, long heap) {

	private static final long MEBI = 1024 * 1024;

	/**
	 * What the master needs.
	 */
	static final long MASTER = 96 * MEBI;

	/**
	 * What a worker needs beside its heap: one of a small application with a heap of 64
	 * MB takes 171 MB under load.
	 */
	static final long BESIDE_HEAP = 96 * MEBI;

	/**
	 * Smallest heap of a worker that gets a share of the machine.
	 */
	static final long MIN_HEAP = 64 * MEBI;

	/**
	 * Smallest heap of a worker where the number of workers is a matter of ours.
	 */
	private static final long COMFORTABLE_HEAP = 128 * MEBI;

	/**
	 * A JVM takes a quarter of the memory it sees.
	 */
	private static final int PART_FOR_HEAP = 4;

	static Machine ofThisProcess() {
		ControlGroups groups = new ControlGroups(Path.of("/"));
		return of(groups, Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory());
	}

	/**
	 * Return the machine as its control groups limit it.
	 * @param processors the number of processors that this JVM sees
	 * @param maxHeap the heap that this JVM takes, which is too much if the JVM does not
	 * see the limit
	 */
	static Machine of(ControlGroups groups, int processors, long maxHeap) {
		OptionalLong memory = new MachineMemory(groups).bytes();
		long heap = (memory.isPresent() && maxHeap > memory.getAsLong()) ? memory.getAsLong() / PART_FOR_HEAP : maxHeap;
		return new Machine(new MachineProcessors(groups).count(processors), memory, heap);
	}

	/**
	 * Return the number of workers that suits.
	 * @param heap the heap in bytes that each has, empty for a share of that of one JVM
	 */
	int workers(OptionalLong heap) {
		long byHeap = heap.isPresent() ? Long.MAX_VALUE : this.heap / COMFORTABLE_HEAP;
		return (int) Math.max(1, Math.min(Math.min(this.processors, byHeap), fitting(heap.orElse(COMFORTABLE_HEAP))));
	}

	/**
	 * Refuse more workers than the smallest heaps leave room for.
	 * @throws InvalidConfigurationPropertyValueException if there are more
	 */
	void requireRoomFor(int workers) {
		long fitting = fitting(MIN_HEAP);
		if (workers > Math.max(1, fitting)) {
			throw new InvalidConfigurationPropertyValueException(WorkerCount.KEY, workers,
					("Expected at most %d: of the memory of %d MB the master needs %d MB, and each worker %d MB of heap and "
							+ "%d MB beside it. Set fewer workers, or the heap of each ('cluster.worker.max-heap').")
						.formatted(Math.max(1, fitting), this.memory.orElseThrow() / MEBI, MASTER / MEBI,
								MIN_HEAP / MEBI, BESIDE_HEAP / MEBI));
		}
	}

	/**
	 * Return whether heaps may grow beyond the memory that the master leaves.
	 */
	boolean isExceededBy(int workers, long heap) {
		return this.memory.isPresent() && heap > (this.memory.getAsLong() - MASTER) / workers;
	}

	private long fitting(long heap) {
		return this.memory.isPresent() ? (this.memory.getAsLong() - MASTER) / (heap + BESIDE_HEAP) : Long.MAX_VALUE;
	}

}
