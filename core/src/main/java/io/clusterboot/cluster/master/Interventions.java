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
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.QuarantineEvent;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.ipc.Peer;

/**
 * What an operator may do to one worker: restart it, take it out of rotation and put it
 * back. An operation that is not possible fails at once, with the reason. Confined to the
 * control loop.
 */
final class Interventions {

	/**
	 * Longest wait for a worker to confirm that it accepts nothing more. One whose event
	 * loops are blocked cannot, and accepts nothing anyway.
	 */
	static final Duration CONFIRMATION_TIMEOUT = Duration.ofSeconds(2);

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Supplier<Deployment> deployment;

	private final Consumer<Worker> listensAgain;

	private final Supplier<Optional<String>> obstacle;

	private final WorkerTargets targets;

	private final ThreadDumps threadDumps;

	private final List<PendingQuarantine> quarantines = new ArrayList<>();

	/**
	 * Create a new instance.
	 * @param registry forks and drains workers
	 * @param deployment what new workers run
	 * @param listensAgain called when a worker is back in rotation
	 * @param obstacle returns why no worker can be replaced now, empty if one can
	 */
	Interventions(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Supplier<Deployment> deployment,
			Consumer<Worker> listensAgain, Supplier<Optional<String>> obstacle) {
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
		this.deployment = deployment;
		this.listensAgain = listensAgain;
		this.obstacle = obstacle;
		this.targets = new WorkerTargets(registry);
		this.threadDumps = new ThreadDumps(registry, this.targets);
	}

	/**
	 * Return the thread dumps of workers.
	 */
	ThreadDumps threadDumps() {
		return this.threadDumps;
	}

	/**
	 * Replace one worker: the new one gets ready before the old one drains. A slot
	 * without a worker gets one.
	 * @param done completes with the new worker when the old one has ended
	 */
	void restart(WorkerTarget target, CompletableFuture<WorkerInfo> done) {
		Slot slot = (target instanceof WorkerTarget.Slot index) ? this.targets.slot(index.index())
				: slotOf(this.targets.worker(target));
		requireReplaceable(slot);
		slot.workers()
			.stream()
			.findFirst()
			.ifPresent((worker) -> this.registry
				.tell(new ClusterEvent.Recycling(worker.info(), "an operator asked for it")));
		replace(slot, done,
				(replacement) -> replacement
					.complete(LogFormat.inSentence(replacement.newcomer().info()) + " takes its place"),
				Replacement::newcomer);
	}

	private Slot slotOf(Worker worker) {
		if (worker.slot().isAside(worker)) {
			throw new OperationFailedException(
					"%s is in quarantine (expected: a worker in rotation)".formatted(WorkerTargets.name(worker)));
		}
		return worker.slot();
	}

	private void requireReplaceable(Slot slot) {
		this.obstacle.get().ifPresent((reason) -> {
			throw new OperationFailedException(reason);
		});
		if (slot.replacement().isPresent()) {
			throw new OperationFailedException("the worker of slot %d is being replaced".formatted(slot.index()));
		}
		if (!this.registry.slots().contains(slot)) {
			throw new OperationFailedException("slot %d was removed".formatted(slot.index()));
		}
	}

	private void replace(Slot slot, CompletableFuture<WorkerInfo> done, Consumer<Replacement> onReady,
			Function<Replacement, Worker> result) {
		try {
			Replacement.begin(slot, this.deployment.get(), this.settings.startupTimeout(), this.loop, this.registry,
					new RequestedReplacement(slot, onReady, result, done));
		}
		catch (RuntimeException ex) {
			throw new OperationFailedException(
					"could not start a worker for slot %d: %s".formatted(slot.index(), ex.getMessage()));
		}
	}

	/**
	 * Take a worker out of rotation, and keep its process. A worker that is ready serves
	 * until another one is ready in its slot; one that is not is out at once.
	 * @param done completes with the worker when it is out of rotation
	 */
	void quarantine(WorkerTarget target, CompletableFuture<WorkerInfo> done) {
		Worker worker = this.targets.worker(target, (candidate) -> candidate.phase() instanceof LivePhase.Accepting);
		if (worker.phase().state() == WorkerState.QUARANTINED) {
			done.complete(worker.info());
			return;
		}
		if (!(worker.phase() instanceof LivePhase.Accepting)) {
			throw new OperationFailedException(
					"%s is %s (expected: a worker that listens)".formatted(WorkerTargets.name(worker), state(worker)));
		}
		if (worker.peer() == Peer.NODE && !this.settings.scheduling().policy().handsOver()) {
			throw new OperationFailedException(
					"%s is no JVM, and accepts by itself (expected: a policy under which the master hands connections over)"
						.formatted(WorkerTargets.name(worker)));
		}
		Slot slot = worker.slot();
		requireReplaceable(slot);
		if (worker.phase().state() != WorkerState.READY) {
			setAside(worker, done);
			this.registry.fillAfter(Duration.ZERO, slot);
			return;
		}
		CompletableFuture<WorkerInfo> replaced = new CompletableFuture<>();
		replaced.whenComplete((info, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
			}
		});
		replace(slot, replaced, (replacement) -> {
			if (worker.phase() instanceof LivePhase.Accepting) {
				setAside(worker, done);
			}
			else {
				done.completeExceptionally(new OperationFailedException(
						"%s is %s already".formatted(WorkerTargets.name(worker), state(worker))));
			}
			replacement.complete(LogFormat.inSentence(replacement.newcomer().info()) + " takes its place");
		}, (replacement) -> worker);
	}

	/**
	 * Take a worker out of its slot and out of rotation.
	 * @param done completes when it has confirmed that
	 */
	private void setAside(Worker worker, CompletableFuture<WorkerInfo> done) {
		this.registry.move(worker, worker.phase().quarantined());
		worker.slot().setAside(worker);
		int number = worker.outbox().send(new ClusterMessage.Quarantine(true), null);
		this.registry.tell(new QuarantineEvent.Begun(worker.info()));
		this.quarantines.add(new PendingQuarantine(worker, number, done,
				this.loop.schedule(CONFIRMATION_TIMEOUT, () -> acknowledged(worker, number))));
	}

	/**
	 * A worker has confirmed a message.
	 * @param number the number of the message
	 */
	void acknowledged(Worker worker, int number) {
		endQuarantines((pending) -> pending.worker() == worker && pending.number() == number);
	}

	private void endQuarantines(Predicate<PendingQuarantine> ended) {
		List<PendingQuarantine> found = this.quarantines.stream().filter(ended).toList();
		this.quarantines.removeAll(found);
		found.forEach((pending) -> {
			pending.timer().cancel();
			pending.done().complete(pending.worker().info());
		});
	}

	/**
	 * Put a worker back into rotation, if its slot has no other; else let it drain and
	 * end.
	 * @param done completes with the worker, at once
	 */
	void release(WorkerTarget target, CompletableFuture<WorkerInfo> done) {
		Worker worker = (target instanceof WorkerTarget.Slot index) ? quarantinedIn(this.targets.slot(index.index()))
				: this.targets.worker(target);
		if (worker.phase().state() != WorkerState.QUARANTINED) {
			throw new OperationFailedException(
					"%s is %s (expected: a worker in quarantine)".formatted(WorkerTargets.name(worker), state(worker)));
		}
		Slot slot = worker.slot();
		boolean hasRoom = this.registry.slots().contains(slot) && slot.isWanted() && slot.workers().isEmpty()
				&& slot.replacement().isEmpty();
		if (hasRoom) {
			slot.cancelRespawn();
			slot.takeBack(worker);
			worker.outbox().send(new ClusterMessage.Quarantine(false), null);
			this.registry.move(worker, worker.phase().released());
			this.listensAgain.accept(worker);
		}
		this.registry.tell(new QuarantineEvent.Ended(worker.info(), hasRoom));
		if (!hasRoom) {
			this.registry.drain(worker, "it was released from quarantine");
		}
		done.complete(worker.info());
	}

	private static Worker quarantinedIn(Slot slot) {
		List<Worker> aside = slot.aside();
		if (aside.isEmpty()) {
			throw new OperationFailedException("no worker of slot %d is in quarantine".formatted(slot.index()));
		}
		return aside.get(aside.size() - 1);
	}

	/**
	 * Fail what waits for workers that are gone.
	 */
	void proceed() {
		this.threadDumps.proceed();
		endQuarantines((pending) -> this.registry.worker(pending.worker().id()).isEmpty());
	}

	private static String state(Worker worker) {
		return worker.phase().state().name().toLowerCase(Locale.ROOT);
	}

	/**
	 * A worker that was told to accept nothing more, and has not confirmed it.
	 *
	 * @param number the number of the message
	 * @param timer ends the wait
	 */
	private record PendingQuarantine(Worker worker, int number, CompletableFuture<WorkerInfo> done,
			ControlLoop.Timer timer) {

	}

}
