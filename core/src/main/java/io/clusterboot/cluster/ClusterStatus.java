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

import java.time.Instant;
import java.util.List;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * The whole cluster at one moment: the master, every worker, every slot, what is under
 * way, and what went wrong. Immutable.
 * <p>
 * The states come from one snapshot of the master. The numbers of the workers were read
 * right after it, one after the other, so they need not add up while workers serve.
 *
 * @param time when it was taken
 * @param master the master
 * @param workers the workers that are alive, by slot and id
 * @param slots the slots, by index
 * @param leader the worker that leads, or {@code null}
 * @param roll the rolling restart that is under way, or {@code null}
 * @param incidents what went wrong, the latest {@value #MAX_INCIDENTS}, the oldest first
 */
public record ClusterStatus(Instant time, MasterStatus master, List<WorkerStatus> workers, List<SlotStatus> slots,
		@Nullable LeaderStatus leader, @Nullable RollStatus roll, List<Incident> incidents) {

	/**
	 * Largest number of incidents that the master remembers.
	 */
	public static final int MAX_INCIDENTS = 50;

	/**
	 * Create a status.
	 */
	public ClusterStatus {
		workers = List.copyOf(workers);
		slots = List.copyOf(slots);
		incidents = List.copyOf(incidents);
	}

	/**
	 * Return a worker.
	 * @param id the worker id
	 * @return the worker, empty if none with this id is alive
	 */
	public Optional<WorkerStatus> worker(int id) {
		return this.workers.stream().filter((worker) -> worker.id() == id).findFirst();
	}

}
