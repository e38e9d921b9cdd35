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

package io.clusterboot.spring.master;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.master.ClusterMaster;

/**
 * The cluster as its master sees it.
 */
public final class MasterCluster implements Cluster {

	private static final Comparator<WorkerInfo> BY_SLOT = Comparator.comparingInt(WorkerInfo::slot)
		.thenComparingInt(WorkerInfo::id);

	private final ClusterMaster master;

	public MasterCluster(ClusterMaster master) {
		this.master = master;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.MASTER;
	}

	@Override
	public int size() {
		return this.master.size();
	}

	@Override
	public List<WorkerInfo> workers() {
		return this.master.workers().stream().sorted(BY_SLOT).toList();
	}

	@Override
	public int generation() {
		return this.master.generation();
	}

	@Override
	public CompletableFuture<RollResult> roll() {
		return this.master.roll();
	}

	@Override
	public CompletableFuture<Integer> scale(int workers) {
		return this.master.scale(workers);
	}

}
