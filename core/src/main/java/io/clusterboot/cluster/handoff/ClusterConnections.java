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

package io.clusterboot.cluster.handoff;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeMap;

import io.clusterboot.cluster.loop.ControlLoop;

/**
 * The connections of all workers that connections are assigned to, and their limits.
 * Confined to the accept loop.
 */
final class ClusterConnections {

	private final SchedulingSettings settings;

	private final ControlLoop loop;

	private final TreeMap<Integer, WorkerConnections> workers = new TreeMap<>();

	private int sequence;

	ClusterConnections(SchedulingSettings settings, ControlLoop loop) {
		this.settings = settings;
		this.loop = loop;
	}

	/**
	 * Add a worker, unless it is there already.
	 * @return the worker that is there
	 */
	WorkerConnections add(WorkerConnections worker) {
		return this.workers.computeIfAbsent(worker.workerId(), (id) -> worker);
	}

	Optional<WorkerConnections> find(int workerId) {
		return Optional.ofNullable(this.workers.get(workerId));
	}

	Optional<WorkerConnections> remove(int workerId) {
		return Optional.ofNullable(this.workers.remove(workerId));
	}

	Collection<WorkerConnections> all() {
		return this.workers.values();
	}

	/**
	 * Return the sequence number of the next message. As in Node, all workers share one
	 * sequence.
	 */
	int nextSequence() {
		return this.sequence++;
	}

	/**
	 * Release the connections that workers have claimed.
	 */
	void releaseClaimed() {
		this.workers.values().forEach(WorkerConnections::releaseClaimed);
	}

	/**
	 * Return whether any worker may claim a connection any moment.
	 */
	boolean isAnyClaiming() {
		long now = this.loop.nanoTime();
		for (WorkerConnections worker : this.workers.values()) {
			if (worker.isClaiming(now)) {
				return true;
			}
		}
		return false;
	}

	boolean canTakeMore(WorkerConnections worker) {
		return worker.takesMore(this.settings.maxConnectionsPerWorker(), this.loop.nanoTime());
	}

	boolean canTakeAsLastResort(WorkerConnections worker) {
		return worker.canTakeAsLastResort(this.settings.maxConnectionsPerWorker());
	}

	/**
	 * Return whether the limit of the cluster allows one more connection.
	 * @param waiting how many wait for a worker
	 */
	boolean canAcceptMore(int waiting) {
		long limit = this.settings.maxConnections();
		return limit == SchedulingSettings.UNLIMITED
				|| this.workers.values().stream().mapToLong(WorkerConnections::connections).sum() + waiting < limit;
	}

}
