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

import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/**
 * The view a process has of the cluster it belongs to. The same type is available in the
 * master, in every worker and in a standalone application, so that code that depends on
 * the role needs no condition on beans.
 * <p>
 * All methods may be called from any thread and never block.
 */
public interface Cluster {

	/**
	 * Return the role of this process.
	 * @return the role
	 */
	ClusterRole role();

	/**
	 * Return the id of this worker.
	 * @return the worker id, empty in the master and in a standalone application
	 */
	default OptionalInt workerId() {
		return OptionalInt.empty();
	}

	/**
	 * Return the slot of this worker.
	 * @return the slot, from 0, empty in the master and in a standalone application
	 */
	default OptionalInt slot() {
		return OptionalInt.empty();
	}

	/**
	 * Return the generation of this worker: the number of rolling restarts before it was
	 * forked.
	 * @return the generation, 0 in a standalone application; in the master the newest one
	 */
	default int generation() {
		return 0;
	}

	/**
	 * Return the number of workers the cluster is meant to have.
	 * @return the number of slots, 0 in a standalone application
	 */
	int size();

	/**
	 * Return the workers that are alive, ordered by slot and id.
	 * @return an immutable snapshot; empty everywhere but in the master
	 */
	default List<WorkerInfo> workers() {
		return List.of();
	}

	/**
	 * Replace all workers by new ones that run the files on disk when the restart begins:
	 * each new worker gets ready before an old one drains. One rolling restart runs at a
	 * time, and at most one waits; a call while one waits returns the one that waits.
	 * @return completes when all workers are replaced; fails with
	 * {@link RollFailedException} when they are not
	 * @throws UnsupportedOperationException everywhere but in the master
	 */
	default CompletableFuture<RollResult> roll() {
		throw onlyInTheMaster("A rolling restart");
	}

	/**
	 * Change the number of workers.
	 * @param workers the new number, at least 1
	 * @return completes with the number when all workers are ready and those in excess
	 * have ended; fails with {@link java.util.concurrent.CancellationException} when
	 * another number is requested before that, or the cluster is stopped
	 * @throws UnsupportedOperationException everywhere but in the master
	 */
	default CompletableFuture<Integer> scale(int workers) {
		throw onlyInTheMaster("Another number of workers");
	}

	private UnsupportedOperationException onlyInTheMaster(String what) {
		return new UnsupportedOperationException(
				"%s can be asked for in the MASTER only; this process is %s".formatted(what, role()));
	}

}
