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
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;

/**
 * The workers and the slots they are in. Confined to the control loop: only
 * {@link #snapshot()} and {@link #size()} may be called from elsewhere.
 */
final class WorkerRegistry {

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerForker forker;

	private final Deployments deployments;

	private final WorkerRows rows;

	private final OomKills oomKills = OomKills.ofThisProcess();

	private final Consumer<ClusterEvent> events;

	private final Function<Worker, WorkerCallbacks> callbacks;

	private final Consumer<Worker> onDeadline;

	private final Consumer<Worker> onLeave;

	private final Consumer<Slot> onVacated;

	private final Map<Integer, Worker> workers = new TreeMap<>();

	private final Map<Integer, Slot> slots = new TreeMap<>();

	private final ForkQueue queue;

	private final PublishedWorkers published;

	private volatile int size;

	private int lastWorkerId;

	/**
	 * Create a new instance, without a slot.
	 * @param onDeadline called when a deadline of a worker passed
	 * @param onLeave called when a worker must get no more connections
	 * @param onVacated called when a slot is left empty, before its workers are asked to
	 * end
	 */
	WorkerRegistry(MasterSettings settings, ControlLoop loop, WorkerForker forker, Deployments deployments,
			WorkerRows rows, Consumer<ClusterEvent> events, Function<Worker, WorkerCallbacks> callbacks,
			Consumer<Worker> onDeadline, Consumer<Worker> onLeave, Consumer<Slot> onVacated) {
		this.settings = settings;
		this.loop = loop;
		this.forker = forker;
		this.deployments = deployments;
		this.rows = rows;
		this.events = events;
		this.callbacks = callbacks;
		this.onDeadline = onDeadline;
		this.onLeave = onLeave;
		this.onVacated = onVacated;
		this.size = settings.workers();
		this.published = new PublishedWorkers(Clock.systemUTC(), this::size, rows::publish);
		this.queue = new ForkQueue(settings.forkParallelism().firstAlone(), settings.startupTimeout(),
				() -> settings.forkParallelism().of(deployments.current()), loop, this::fill);
	}

	/**
	 * Return the latest snapshot of the workers that are alive. May be called from any
	 * thread.
	 */
	List<WorkerInfo> snapshot() {
		return this.published.infos();
	}

	PublishedWorkers published() {
		return this.published;
	}

	/**
	 * Return the requested number of slots. May be called from any thread.
	 */
	int size() {
		return this.size;
	}

	/**
	 * Return whether no worker was ever forked.
	 */
	boolean isUntouched() {
		return this.lastWorkerId == 0;
	}

	/**
	 * Return a view of the workers.
	 */
	Collection<Worker> workers() {
		return this.workers.values();
	}

	Optional<Worker> worker(int id) {
		return Optional.ofNullable(this.workers.get(id));
	}

	/**
	 * Return the slots of the cluster, in order.
	 */
	List<Slot> slots() {
		return List.copyOf(this.slots.values());
	}

	/**
	 * Reserve space on the scoreboard for a number of slots.
	 * @throws RuntimeException if there is no space for so many, or a debugger or JMX
	 * port would be too high for one
	 */
	void reserve(int slots) {
		this.deployments.current().launch().requirePorts(slots);
		this.rows.reserve(MasterResources.rowsFor(slots));
	}

	/**
	 * Add slots, and fill them in turns.
	 * @param target the new number of slots
	 */
	void grow(int target) {
		this.size = Math.max(this.size, target);
		List<Slot> added = new ArrayList<>();
		while (this.slots.size() < target) {
			added.add(addSlot(Map.of()));
		}
		added.forEach(this.queue::add);
	}

	/**
	 * Add a slot, and fill it at once.
	 * @param environment variables of its workers in addition to the common ones
	 */
	Slot growByOne(Map<String, String> environment) {
		Slot slot = addSlot(environment);
		this.size = Math.max(this.size, this.slots.size());
		fill(slot);
		return slot;
	}

	private Slot addSlot(Map<String, String> environment) {
		Slot slot = new Slot(this.slots.size(), environment, this.settings.respawn());
		this.slots.put(slot.index(), slot);
		return slot;
	}

	/**
	 * Fill the slots that were left empty.
	 */
	void refill() {
		this.slots.values().forEach((slot) -> {
			slot.claim();
			fillIfNeeded(slot);
		});
	}

	/**
	 * Remove slots, and drain their workers.
	 * @param target the new number of slots
	 */
	void shrink(int target) {
		for (int index = this.slots.size() - 1; index >= target; index--) {
			Slot slot = Objects.requireNonNull(this.slots.remove(index), "slots are numbered without gaps");
			leaveEmpty(slot);
			List.copyOf(slot.workers()).forEach((worker) -> drain(worker, "the cluster scales down"));
		}
		this.size = this.slots.size();
		publish();
	}

	/**
	 * Leave a slot empty from now on.
	 */
	void leaveEmpty(Slot slot) {
		slot.vacate();
		slot.replacement().ifPresent(Replacement::abandon);
		this.onVacated.accept(slot);
	}

	/**
	 * Return whether a slot, or the one that took its index, has to have a worker.
	 */
	boolean isWanted(Slot slot) {
		Slot present = this.slots.get(slot.index());
		return present != null && present.isWanted();
	}

	/**
	 * Return whether every slot that has to have a worker has one that is ready, and no
	 * worker of a removed slot is left.
	 */
	boolean isComplete() {
		return this.slots.values().stream().filter(Slot::isWanted).allMatch(Slot::isReady) && this.workers.values()
			.stream()
			.allMatch((worker) -> this.slots.containsValue(worker.slot()) || worker.slot().isAside(worker));
	}

	/**
	 * Fork a worker in a slot, or try again after a pause.
	 */
	private void fill(Slot slot) {
		if (!Attempt.to("fill slot " + slot.index(), () -> fork(slot, this.deployments.current()))) {
			fillAfter(slot.pauseAfterFailure(Duration.ZERO), slot);
		}
	}

	/**
	 * Fork a worker in a slot.
	 * @throws RuntimeException if there is no row for it, and nothing was changed
	 */
	Worker fork(Slot slot, Deployment deployment) {
		Worker worker = this.rows.allocateFor((row) -> create(slot, deployment, row));
		if (!worker.request().waitsForDebugger()) {
			worker.armDeadline(WorkerDeadline.STARTUP);
		}
		slot.add(worker);
		this.workers.put(worker.id(), worker);
		publish();
		WorkerCallbacks receiver = this.callbacks.apply(worker);
		try {
			this.forker.fork(worker.request(), receiver);
		}
		catch (RuntimeException | Error ex) {
			receiver.forkFailed(ForkFailure.of(ex));
		}
		return worker;
	}

	private Worker create(Slot slot, Deployment deployment, int row) {
		WorkerNumbers numbers = new WorkerNumbers(++this.lastWorkerId, slot.index(), deployment.generation(),
				PortIndexes.choose(slot.index(), this.size, workers()));
		ForkRequest request = new ForkRequest(numbers, this.size, deployment.launch(), deployment.configuration(),
				slot.environment(), row);
		return new Worker(request, slot, this.rows, this.oomKills, this.settings, this.loop, this.events,
				this.onDeadline);
	}

	/**
	 * Remove a dead worker.
	 */
	void remove(Worker worker) {
		this.workers.remove(worker.id());
		worker.slot().remove(worker);
		publish();
		this.queue.finished(worker.slot());
	}

	/**
	 * Free the scoreboard row of a dead worker.
	 */
	void release(Worker worker) {
		Attempt.to("free the row of " + worker, () -> this.rows.free(worker.request().scoreboardRow()));
	}

	/**
	 * Ask a worker to drain and to end, and enforce that by deadlines.
	 */
	void drain(Worker worker, String reason) {
		worker.evidence().recordStopReason(reason);
		move(worker, worker.phase().stopRequested(worker));
	}

	/**
	 * Move a worker to a phase.
	 * @return whether it is another one than before
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
		if (next instanceof LivePhase.Ready) {
			this.queue.ready(worker.slot());
		}
		else if (next instanceof LivePhase.Accepting) {
			this.queue.accepts(worker.slot());
		}
		return changed;
	}

	/**
	 * Fill a slot that has to have a worker, has none, and none is on its way.
	 */
	void fillIfNeeded(Slot slot) {
		if (slot.needsWorker()) {
			fillAfter(slot.pauseAfterReplacement(), slot);
		}
	}

	/**
	 * Fill a slot again after a pause.
	 */
	void fillAfter(Duration pause, Slot slot) {
		slot.respawnAfter(pause, this.loop, () -> this.queue.addAgain(slot));
	}

	void tell(ClusterEvent event) {
		this.events.accept(event);
	}

	/**
	 * Publish a snapshot of the workers for other threads.
	 */
	void publish() {
		this.published.publish(this.workers.values());
	}

}
