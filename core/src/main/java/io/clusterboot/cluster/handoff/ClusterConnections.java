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
 * All workers that are given connections, and how many they may have. Confined to the
 * accept loop.
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
	 * Add a worker that may be there already.
	 * @param recipient the worker
	 * @return the one that is there
	 */
	WorkerConnections add(WorkerConnections recipient) {
		return this.workers.computeIfAbsent(recipient.workerId(), (id) -> recipient);
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
	 * Return the number for the next message, in Node's way one row of numbers for all
	 * workers.
	 * @return the number
	 */
	int nextSequence() {
		return this.sequence++;
	}

	/**
	 * See which connections have been claimed.
	 */
	void settle() {
		this.workers.values().forEach(WorkerConnections::settle);
	}

	/**
	 * Return whether a worker may claim a connection any moment.
	 * @return whether there is something to settle soon
	 */
	boolean areClaiming() {
		long now = this.loop.nanoTime();
		for (WorkerConnections worker : this.workers.values()) {
			if (worker.isClaiming(now)) {
				return true;
			}
		}
		return false;
	}

	boolean canTakeMore(WorkerConnections recipient) {
		return recipient.takesMore(this.settings.maxConnectionsPerWorker(), this.loop.nanoTime());
	}

	boolean canTakeMoreInTheEnd(WorkerConnections recipient) {
		return recipient.takesMoreInTheEnd(this.settings.maxConnectionsPerWorker());
	}

	/**
	 * Return whether the cluster may have one more connection.
	 * @param waiting how many wait for a worker
	 * @return whether it may
	 */
	boolean mayBeMore(int waiting) {
		long limit = this.settings.maxConnections();
		return limit == SchedulingSettings.UNLIMITED
				|| this.workers.values().stream().mapToLong(WorkerConnections::connections).sum() + waiting < limit;
	}

}
