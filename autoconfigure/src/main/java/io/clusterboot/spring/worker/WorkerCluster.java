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

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.ThreadDump;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.control.RemoteOperations;

/**
 * The cluster as a worker sees it: it knows itself, and asks the master for the rest.
 *
 * @param identity what the worker knows
 * @param operations ask the master
 */
record WorkerCluster(WorkerIdentity identity, RemoteOperations operations) implements Cluster {

	@Override
	public ClusterRole role() {
		return this.identity.role();
	}

	@Override
	public OptionalInt workerId() {
		return this.identity.workerId();
	}

	@Override
	public OptionalInt slot() {
		return this.identity.slot();
	}

	@Override
	public int generation() {
		return this.identity.generation();
	}

	@Override
	public int size() {
		return this.identity.size();
	}

	@Override
	public CompletableFuture<ClusterStatus> status() {
		return this.operations.status();
	}

	@Override
	public CompletableFuture<RollResult> roll() {
		return this.operations.roll();
	}

	@Override
	public CompletableFuture<Integer> scale(int workers) {
		return this.operations.scale(workers);
	}

	@Override
	public CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
		return this.operations.restart(target);
	}

	@Override
	public CompletableFuture<WorkerInfo> quarantine(WorkerTarget target) {
		return this.operations.quarantine(target);
	}

	@Override
	public CompletableFuture<WorkerInfo> release(WorkerTarget target) {
		return this.operations.release(target);
	}

	@Override
	public CompletableFuture<Void> stop() {
		return this.operations.stop();
	}

	@Override
	public CompletableFuture<ThreadDump> dumpThreads(WorkerTarget target) {
		return this.operations.dumpThreads(target);
	}

}
