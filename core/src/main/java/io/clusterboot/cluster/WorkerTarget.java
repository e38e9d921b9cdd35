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

package io.clusterboot.cluster;

/**
 * Which worker an operation is for.
 */
public sealed interface WorkerTarget {

	/**
	 * The worker with an id.
	 * @param id the worker id
	 * @return the target
	 */
	static WorkerTarget worker(int id) {
		return new Worker(id);
	}

	/**
	 * The worker in a slot.
	 * @param index the index of the slot, from 0
	 * @return the target
	 */
	static WorkerTarget slot(int index) {
		return new Slot(index);
	}

	/**
	 * The worker with an id.
	 *
	 * @param id the worker id
	 */
	record Worker(int id) implements WorkerTarget {

		@Override
		public String toString() {
			return "worker " + this.id;
		}

	}

	/**
	 * The worker in a slot.
	 *
	 * @param index the index of the slot, from 0
	 */
	record Slot(int index) implements WorkerTarget {

		@Override
		public String toString() {
			return "slot " + this.index;
		}

	}

}
