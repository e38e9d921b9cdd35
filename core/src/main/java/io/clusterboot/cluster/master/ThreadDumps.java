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

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.ipc.Peer;
import org.jspecify.annotations.Nullable;

/**
 * The thread dumps that operators asked for. Confined to the control loop.
 */
final class ThreadDumps {

	private final WorkerRegistry registry;

	private final WorkerTargets targets;

	private final List<Pending> pending = new ArrayList<>();

	ThreadDumps(WorkerRegistry registry, WorkerTargets targets) {
		this.registry = registry;
		this.targets = targets;
	}

	/**
	 * Have a worker dump its threads.
	 * @param done completes with the file
	 */
	void request(WorkerTarget target, CompletableFuture<DumpFile> done) {
		Worker worker = this.targets.worker(target);
		if (worker.peer() == Peer.NODE || !worker.hasStarted()) {
			throw new OperationFailedException(
					"%s cannot dump its threads (expected: a JVM)".formatted(WorkerTargets.name(worker)));
		}
		this.pending.add(new Pending(worker, done));
		worker.outbox().dumpThreads();
	}

	/**
	 * A worker has dumped its threads.
	 * @param file the file, {@code null} if that failed
	 */
	void dumped(Worker worker, @Nullable Path file) {
		end(this.pending.stream().filter((dump) -> dump.worker() == worker).toList(), file);
	}

	/**
	 * Fail what waits for workers that are gone.
	 */
	void proceed() {
		end(this.pending.stream().filter((dump) -> this.registry.worker(dump.worker().id()).isEmpty()).toList(), null);
	}

	private void end(List<Pending> dumps, @Nullable Path file) {
		this.pending.removeAll(dumps);
		dumps.forEach((dump) -> dump.end(file));
	}

	/**
	 * A thread dump on disk.
	 */
	record DumpFile(int workerId, Path file) {

	}

	/**
	 * A thread dump that was requested.
	 */
	private record Pending(Worker worker, CompletableFuture<DumpFile> done) {

		void end(@Nullable Path file) {
			if (file != null) {
				this.done.complete(new DumpFile(this.worker.id(), file));
			}
			else {
				this.done.completeExceptionally(
						new OperationFailedException("%s did not dump its threads; the log of the master says why"
							.formatted(WorkerTargets.name(this.worker))));
			}
		}

	}

}
