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

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.handoff.WorkerLoad;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.scoreboard.Scoreboard;

/**
 * The workers and the slots they are in. Confined to the control loop: only
 * {@link #snapshot()} and {@link #size()} may be called from elsewhere.
 */
final class WorkerRegistry {

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerForker forker;

	private final Deployments deployments;

	private final Scoreboard scoreboard;

	private final OomKills oomKills = OomKills.ofThisProcess();

	private final Consumer<ClusterEvent> events;

	private final Function<Worker, WorkerCallbacks> callbacks;

	private final Consumer<Worker> onDeadline;

	private final Consumer<Worker> onLeave;

	private final Map<Integer, Worker> workers = new TreeMap<>();

	private final Map<Integer, Slot> slots = new TreeMap<>();

	private volatile List<WorkerInfo> snapshot = List.of();

	private volatile int size;

	private int lastWorkerId;

	/**
	 * Create a new instance, without a slot.
	 * @param settings the settings
	 * @param loop the loop to live on
	 * @param forker what starts processes
	 * @param deployments what they run
	 * @param scoreboard what they write on
	 * @param events where to tell what happens
	 * @param callbacks who hears of a worker
	 * @param onDeadline who hears of a deadline that passed
	 * @param onLeave who hears that a worker is to get no more connections
	 */
	WorkerRegistry(MasterSettings settings, ControlLoop loop, WorkerForker forker, Deployments deployments,
			Scoreboard scoreboard, Consumer<ClusterEvent> events, Function<Worker, WorkerCallbacks> callbacks,
			Consumer<Worker> onDeadline, Consumer<Worker> onLeave) {
		this.settings = settings;
		this.loop = loop;
		this.forker = forker;
		this.deployments = deployments;
		this.scoreboard = scoreboard;
		this.events = events;
		this.callbacks = callbacks;
		this.onDeadline = onDeadline;
		this.onLeave = onLeave;
		this.size = settings.workers();
	}

	/**
	 * Return the workers that are alive. May be called from any thread.
	 * @return the latest snapshot
	 */
	List<WorkerInfo> snapshot() {
		return this.snapshot;
	}

	/**
	 * Return the number of slots there are to be. May be called from any thread.
	 * @return the number
	 */
	int size() {
		return this.size;
	}

	/**
	 * Return whether no worker was ever forked.
	 * @return whether there is nothing to stop
	 */
	boolean isUntouched() {
		return this.lastWorkerId == 0;
	}

	/**
	 * Return the workers that are there.
	 * @return a view
	 */
	Collection<Worker> workers() {
		return this.workers.values();
	}

	/**
	 * Return how many connections each worker has.
	 * @return a value for each worker
	 */
	List<WorkerLoad> loads() {
		return this.workers.values()
			.stream()
			.map((worker) -> new WorkerLoad(worker.phase() instanceof LivePhase.Accepting, worker.readings().places()))
			.toList();
	}

	Optional<Worker> worker(int id) {
		return Optional.ofNullable(this.workers.get(id));
	}

	/**
	 * Return the slots of the cluster, in order.
	 * @return the slots
	 */
	List<Slot> slots() {
		return List.copyOf(this.slots.values());
	}

	/**
	 * Have more slots, and fill them.
	 * @param target how many there are to be
	 * @param environment what workers in them have in their environment beyond the others
	 */
	void grow(int target, Map<String, String> environment) {
		this.size = Math.max(this.size, target);
		for (int index = this.slots.size(); index < target; index++) {
			Slot slot = new Slot(index, environment, this.settings.respawn());
			this.slots.put(index, slot);
			fork(slot, this.deployments.current());
		}
	}

	/**
	 * Have fewer slots, and send away who is in the others.
	 * @param target how many there are to be
	 */
	void shrink(int target) {
		for (int index = this.slots.size() - 1; index >= target; index--) {
			Slot slot = this.slots.remove(index);
			leaveEmpty(slot);
			List.copyOf(slot.workers()).forEach((worker) -> drain(worker, "the cluster scales down"));
		}
		this.size = this.slots.size();
	}

	/**
	 * Have nobody in a slot from now on.
	 * @param slot the slot
	 */
	void leaveEmpty(Slot slot) {
		slot.vacate();
		slot.replacement().ifPresent(Replacement::abandon);
	}

	/**
	 * Return whether a slot, or the one that took its place, has to have a worker.
	 * @param slot the slot
	 * @return {@code false} if nobody will be there
	 */
	boolean isWanted(Slot slot) {
		Slot present = this.slots.get(slot.index());
		return present != null && present.isWanted();
	}

	/**
	 * Return whether everybody who has to be there is ready, and nobody else is there.
	 * @return whether nothing is to be done
	 */
	boolean isComplete() {
		return this.slots.values().stream().filter(Slot::isWanted).allMatch(WorkerRegistry::isReady)
				&& this.workers.values().stream().allMatch((worker) -> this.slots.containsValue(worker.slot()));
	}

	private static boolean isReady(Slot slot) {
		return slot.workers().stream().anyMatch((worker) -> worker.phase().state() == WorkerState.READY);
	}

	/**
	 * Fork one more worker.
	 * @param slot the slot it is in
	 * @param deployment what it runs
	 * @return the worker
	 */
	Worker fork(Slot slot, Deployment deployment) {
		int row = this.scoreboard.allocate();
		ForkRequest request = new ForkRequest(++this.lastWorkerId, slot.index(), deployment.generation(), this.size,
				deployment.launch(), slot.environment(), row);
		Worker worker = new Worker(request, slot, this.scoreboard.row(row), this.oomKills, this.settings, this.loop,
				this.events, this.onDeadline);
		worker.armDeadline(WorkerDeadline.STARTUP);
		slot.add(worker);
		this.workers.put(worker.id(), worker);
		publish();
		this.forker.fork(request, this.callbacks.apply(worker));
		return worker;
	}

	/**
	 * Take a worker out that is dead.
	 * @param worker who
	 */
	void remove(Worker worker) {
		this.workers.remove(worker.id());
		worker.slot().remove(worker);
		publish();
	}

	/**
	 * Give back what a dead worker wrote on.
	 * @param worker who
	 */
	void release(Worker worker) {
		this.scoreboard.free(worker.scoreboardRow());
	}

	/**
	 * Ask a worker to drain and to end, and enforce that it does.
	 * @param worker the worker
	 * @param reason why
	 */
	void drain(Worker worker, String reason) {
		worker.recordStopReason(reason);
		move(worker, worker.phase().stopRequested(worker));
	}

	/**
	 * Move a worker to another phase.
	 * @param worker who
	 * @param next the phase
	 * @return whether it is another one
	 */
	boolean move(Worker worker, WorkerPhase next) {
		boolean changed = !next.equals(worker.phase());
		if (worker.phase() instanceof LivePhase.Accepting && !(next instanceof LivePhase.Accepting)) {
			this.onLeave.accept(worker);
		}
		worker.phase(next);
		if (changed) {
			publish();
		}
		return changed;
	}

	/**
	 * Fill a slot that should have a worker, has none, and is about to get none.
	 * @param slot the slot
	 */
	void fillIfNeeded(Slot slot) {
		if (slot.needsWorker()) {
			fillAfter(slot.shortestPause(), slot);
		}
	}

	/**
	 * Have a slot filled again.
	 * @param pause after what time
	 * @param slot the slot
	 */
	void fillAfter(Duration pause, Slot slot) {
		slot.respawnAfter(pause, this.loop, () -> fork(slot, this.deployments.current()));
	}

	void tell(ClusterEvent event) {
		this.events.accept(event);
	}

	/**
	 * Show others how the workers are.
	 */
	void publish() {
		this.snapshot = this.workers.values().stream().map(Worker::info).toList();
	}

}
