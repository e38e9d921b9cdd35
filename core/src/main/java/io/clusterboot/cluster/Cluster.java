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
	 * Return the state of the whole cluster. In a worker the master is asked, within 10
	 * s.
	 * @return completes with the status, at once in the master; fails with
	 * {@link OperationFailedException} if the master does not answer
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<ClusterStatus> status() {
		throw onlyInACluster("A status");
	}

	/**
	 * Replace all workers by new ones that run the files on disk when the restart begins:
	 * each new worker gets ready before an old one drains. One rolling restart runs at a
	 * time, and at most one waits; a call while one waits returns the one that waits. In
	 * a worker, which is replaced too, the future may never complete.
	 * @return completes when all workers are replaced; fails with
	 * {@link RollFailedException} when they are not, in a worker with
	 * {@link OperationFailedException}
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<RollResult> roll() {
		throw onlyInACluster("A rolling restart");
	}

	/**
	 * Change the number of workers.
	 * @param workers the new number, at least 1
	 * @return completes with the number when all workers are ready and those in excess
	 * have ended; fails with {@link java.util.concurrent.CancellationException} when
	 * another number is requested before that, or the cluster is stopped, in a worker
	 * with {@link OperationFailedException}
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<Integer> scale(int workers) {
		throw onlyInACluster("Another number of workers");
	}

	/**
	 * Replace one worker by a new one of the same generation: the new worker gets ready
	 * before the old one drains. An empty slot gets a worker.
	 * @param target which worker
	 * @return completes with the new worker when the old one has ended; fails with
	 * {@link OperationFailedException}, and the old worker stays
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
		throw onlyInACluster("The restart of a worker");
	}

	/**
	 * Take a worker out of rotation, and keep its process, for a debugger: it accepts
	 * nothing more under any policy, lets its clients go as in a drain, and is not ended
	 * when it hangs. Its slot gets another worker. A worker that is ready serves until
	 * the other one is ready; one that is not is out of rotation at once.
	 * @param target which worker
	 * @return completes with the worker when it is out of rotation; fails with
	 * {@link OperationFailedException}, and the worker stays in rotation
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<WorkerInfo> quarantine(WorkerTarget target) {
		throw onlyInACluster("A quarantine");
	}

	/**
	 * End the quarantine of a worker: it returns into rotation if its slot has no other
	 * worker, else it drains and ends.
	 * @param target which worker
	 * @return completes with the worker; fails with {@link OperationFailedException}
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<WorkerInfo> release(WorkerTarget target) {
		throw onlyInACluster("The end of a quarantine");
	}

	/**
	 * Stop the cluster gracefully, and end the master with exit code 0. It has not the
	 * name of a method that Spring calls when it destroys a bean.
	 * @return completes when no worker is left; in a worker when the stop has begun
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<Void> stop() {
		throw onlyInACluster("A stop of the cluster");
	}

	/**
	 * Have a worker dump its threads.
	 * @param target which worker
	 * @return completes with the dump, which is on disk too; fails with
	 * {@link OperationFailedException}
	 * @throws UnsupportedOperationException in a standalone application
	 */
	default CompletableFuture<ThreadDump> dumpThreads(WorkerTarget target) {
		throw onlyInACluster("A thread dump of a worker");
	}

	private UnsupportedOperationException onlyInACluster(String what) {
		return new UnsupportedOperationException(
				"%s can be asked for in a cluster only; this process is %s".formatted(what, role()));
	}

}
