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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.ThreadDump;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerTarget;

/**
 * The cluster as its master sees it. May be used from any thread.
 *
 * @param master the master
 * @param requests run requests on the control loop
 * @param supervisor carries them out
 * @param assembler makes the status
 */
record OperatedCluster(ClusterMaster master, MasterRequests requests, Supervisor supervisor,
		StatusAssembler assembler) implements Cluster {

	private static final Comparator<WorkerInfo> BY_SLOT = Comparator.comparingInt(WorkerInfo::slot)
		.thenComparingInt(WorkerInfo::id);

	@Override
	public ClusterRole role() {
		return ClusterRole.MASTER;
	}

	@Override
	public int size() {
		return this.supervisor.size();
	}

	@Override
	public int generation() {
		return this.supervisor.generation();
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.supervisor.workers().stream().sorted(BY_SLOT).toList();
	}

	@Override
	public CompletableFuture<ClusterStatus> status() {
		return CompletableFuture.completedFuture(this.assembler.assemble());
	}

	@Override
	public CompletableFuture<RollResult> roll() {
		return this.master.roll();
	}

	@Override
	public CompletableFuture<Integer> scale(int workers) {
		return this.master.scale(workers);
	}

	@Override
	public CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
		return this.requests.operate((done) -> interventions().restart(target, done));
	}

	@Override
	public CompletableFuture<WorkerInfo> quarantine(WorkerTarget target) {
		return this.requests.operate((done) -> interventions().quarantine(target, done));
	}

	@Override
	public CompletableFuture<WorkerInfo> release(WorkerTarget target) {
		return this.requests.operate((done) -> interventions().release(target, done));
	}

	@Override
	public CompletableFuture<Void> stop() {
		this.requests.loop().execute(() -> this.supervisor.preDrain().request(null, "by an operator"));
		return this.master.stop();
	}

	@Override
	public CompletableFuture<ThreadDump> dumpThreads(WorkerTarget target) {
		return this.requests.<ThreadDumps.DumpFile>operate(
				(done) -> interventions().threadDumps().request(target, done))
			.thenApply(OperatedCluster::read);
	}

	private Interventions interventions() {
		return this.supervisor.operations().interventions();
	}

	private static ThreadDump read(ThreadDumps.DumpFile dump) {
		try {
			return new ThreadDump(dump.workerId(), dump.file().toString(),
					Files.readString(dump.file(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the thread dump", ex);
		}
	}

}
