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

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.jspecify.annotations.Nullable;

/**
 * The workers that are alive, for other threads than the control loop: one immutable
 * snapshot, which the control loop replaces after each change; and for the workers in
 * shared memory.
 */
final class PublishedWorkers {

	private final Clock clock;

	private final IntSupplier size;

	private final Consumer<ClusterSummary> shared;

	private final Map<Integer, String> images = new HashMap<>();

	private volatile List<Published> workers = List.of();

	private volatile List<WorkerInfo> infos = List.of();

	private boolean stopping;

	/**
	 * Create a new instance, without a worker.
	 * @param clock the clock by which states begin
	 * @param size how many workers there are meant to be
	 * @param shared publishes the cluster for its workers
	 */
	PublishedWorkers(Clock clock, IntSupplier size, Consumer<ClusterSummary> shared) {
		this.clock = clock;
		this.size = size;
		this.shared = shared;
	}

	/**
	 * The cluster is about to stop. Called on the control loop.
	 */
	void stopping() {
		this.stopping = true;
		share();
	}

	/**
	 * The process of a worker was started. Called on the control loop.
	 * @param image the archive of classes that it was started with, or {@code null}
	 */
	void started(Worker worker, @Nullable String image) {
		if (image != null) {
			this.images.put(worker.id(), image);
		}
	}

	/**
	 * Replace the snapshot. Called on the control loop.
	 */
	void publish(Collection<Worker> alive) {
		Map<Integer, Published> before = new HashMap<>();
		this.workers.forEach((worker) -> before.put(worker.info().id(), worker));
		Instant now = this.clock.instant();
		this.workers = alive.stream().map((worker) -> published(worker, before.get(worker.id()), now)).toList();
		this.infos = this.workers.stream().map(Published::info).toList();
		this.images.keySet().retainAll(this.infos.stream().map(WorkerInfo::id).collect(Collectors.toSet()));
		share();
	}

	private void share() {
		this.workers.forEach((worker) -> worker.row().published().worker(worker.shared()));
		int ready = (int) this.infos.stream().filter((worker) -> worker.state() == WorkerState.READY).count();
		ClusterSummary summary = new ClusterSummary(ready, this.size.getAsInt(), this.stopping);
		Attempt.to("publish the cluster", () -> this.shared.accept(summary));
	}

	private Published published(Worker worker, @Nullable Published before, Instant now) {
		WorkerInfo info = worker.info();
		Instant since = (before == null || before.state() != info.state()) ? now : before.since();
		return new Published(info, since, worker.readings().row(), this.images.get(worker.id()));
	}

	/**
	 * Return the workers, ordered by id. May be called from any thread.
	 */
	List<WorkerInfo> infos() {
		return this.infos;
	}

	/**
	 * Return the workers, ordered by id. May be called from any thread.
	 */
	List<Published> all() {
		return this.workers;
	}

	/**
	 * A worker that is alive.
	 *
	 * @param since since when it has been in its state
	 * @param row the row that it writes
	 * @param image the archive of classes that it was started with, or {@code null}
	 */
	record Published(WorkerInfo info, Instant since, ScoreboardRow row, @Nullable String image) {

		WorkerState state() {
			return this.info.state();
		}

		private PublishedWorker shared() {
			return new PublishedWorker(this.info.id(), this.info.slot(), this.info.pid(), this.info.generation(),
					state().ordinal());
		}

	}

}
