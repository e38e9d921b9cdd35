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
 * The part of a worker in what all workers have together.
 *
 * @param slot the slot of the worker, from 0
 * @param workers the number of workers
 */
public record WorkerShare(int slot, int workers) {

	/**
	 * Return the part of a number. The parts of all slots add up to it, unless there are
	 * more workers than that: each gets at least 1.
	 * @param total the number, at least 1
	 * @return the part, at least 1
	 */
	public int of(int total) {
		int more = (this.slot % this.workers < total % this.workers) ? 1 : 0;
		return Math.max(1, total / this.workers + more);
	}

}
