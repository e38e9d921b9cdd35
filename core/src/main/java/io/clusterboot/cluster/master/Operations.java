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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ScalingEvent;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The operations on a running cluster: rolling restarts, scaling, disconnecting workers,
 * changes of the launch. An operation requested before the cluster serves waits until it
 * does, and an operation that is unfinished when the cluster ends is cancelled. Confined
 * to the control loop.
 */
final class Operations {

	private static final Logger logger = LoggerFactory.getLogger(Operations.class);

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Deployments deployments;

	private final Rolls rolls;

	private final Runnable onComplete;

	private final List<PendingDisconnect> disconnects = new ArrayList<>();

	private final List<Runnable> waiting = new ArrayList<>();

	private State state = State.WAITING;

	private @Nullable Scaling scaling;

	private final Interventions interventions;

	/**
	 * Create a new instance.
	 * @param settings the settings
	 * @param loop the control loop
	 * @param registry the workers
	 * @param deployments what workers run
	 * @param listensAgain called when a worker is back in rotation
	 * @param onComplete called, after a change, when every slot has a worker that is
	 * ready
	 */
	Operations(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Deployments deployments,
			Consumer<Worker> listensAgain, Runnable onComplete) {
		this.loop = loop;
		this.registry = registry;
		this.deployments = deployments;
		this.onComplete = onComplete;
		this.rolls = new Rolls(settings, loop, registry, this::deploy, deployments::commit);
		this.interventions = new Interventions(settings, loop, registry, deployments::current, listensAgain,
				this::obstacle);
	}

	/**
	 * Return the operations on one worker.
	 */
	Interventions interventions() {
		return this.interventions;
	}

	private Optional<String> obstacle() {
		return switch (this.state) {
			case WAITING -> Optional.of("the cluster does not serve yet");
			case ENDED -> Optional.of("the cluster stops");
			case RUNNING -> this.rolls.running()
				.map((roll) -> "a rolling restart to generation %d is under way".formatted(roll.generation()));
		};
	}

	/**
	 * Begin with the operations that wait, now that the cluster serves.
	 */
	void begin() {
		this.state = State.RUNNING;
		List.copyOf(this.waiting).forEach(Runnable::run);
		this.waiting.clear();
		proceed();
	}

	/**
	 * Cancel all operations, since the cluster ends.
	 */
	void end(String reason) {
		this.state = State.ENDED;
		List.copyOf(this.waiting).forEach(Runnable::run);
		this.waiting.clear();
		this.rolls.abandon(reason);
		if (this.scaling != null) {
			this.scaling.future().completeExceptionally(new CancellationException(reason));
		}
	}

	private boolean isCancelled(CompletableFuture<?> future) {
		if (this.state == State.ENDED) {
			future.completeExceptionally(new CancellationException("The cluster was stopped"));
		}
		return this.state == State.ENDED;
	}

	/**
	 * Replace all workers by new ones that run the files on disk when the restart begins.
	 * @param done completes at the end
	 */
	void roll(CompletableFuture<RollResult> done) {
		if (isCancelled(done)) {
			return;
		}
		this.rolls.request().whenComplete((result, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
			}
			else {
				done.complete(result);
			}
		});
		proceed();
	}

	private void deploy(Roll roll) {
		this.deployments.make(roll.generation()).whenComplete((made, failure) -> {
			if (failure != null) {
				roll.notDeployed(failure);
			}
			else {
				roll.deployed(made);
			}
			proceed();
		});
	}

	/**
	 * Change the number of workers.
	 * @param target the new number
	 * @param done completes when all of them are ready
	 */
	void scale(int target, CompletableFuture<Integer> done) {
		if (isCancelled(done)) {
			return;
		}
		if (this.state == State.WAITING) {
			this.waiting.add(() -> scale(target, done));
			return;
		}
		if (this.scaling != null) {
			this.scaling.future()
				.completeExceptionally(new CancellationException("Another number of workers was requested: " + target));
		}
		if (!reserve(target, done)) {
			return;
		}
		this.scaling = new Scaling(this.loop.nanoTime(), done);
		this.registry.tell(new ScalingEvent.Started(this.registry.size(), target));
		this.registry.refill();
		this.registry.grow(target);
		this.registry.shrink(target);
		proceed();
	}

	/**
	 * Reserve what more workers need, before anything is changed.
	 * @return {@code false} if that failed, and so did the request
	 */
	private boolean reserve(int target, CompletableFuture<?> request) {
		try {
			this.registry.reserve(target);
			return true;
		}
		catch (RuntimeException ex) {
			logger.warn("Could not scale from {} to {} workers: {}", this.registry.size(), target, ex.getMessage());
			request.completeExceptionally(ex);
			return false;
		}
	}

	/**
	 * Add or remove one worker, within the limits of the number.
	 * @param difference 1 or -1
	 */
	void scaleBy(int difference) {
		int target = Math.min(Math.max(1, this.registry.size() + difference), ClusterMaster.MAX_WORKERS);
		scale(target, new CompletableFuture<>());
	}

	/**
	 * Add one worker with an environment of its own.
	 * @param environment variables in addition to the common ones
	 * @param forked completes with the worker
	 */
	void forkMore(Map<String, String> environment, CompletableFuture<WorkerInfo> forked) {
		if (isCancelled(forked) || !reserve(this.registry.slots().size() + 1, forked)) {
			return;
		}
		Slot slot = this.registry.growByOne(environment);
		slot.workers()
			.stream()
			.findFirst()
			.ifPresentOrElse((worker) -> forked.complete(worker.info()),
					() -> forked.completeExceptionally(new IllegalStateException(
							"Slot %d has no worker yet; the fork is tried again".formatted(slot.index()))));
	}

	/**
	 * Drain a worker, and leave its slot empty.
	 */
	void disconnect(int workerId) {
		this.registry.worker(workerId).ifPresent(this::disconnect);
	}

	private void disconnect(Worker worker) {
		if (!worker.slot().isAside(worker)) {
			this.registry.leaveEmpty(worker.slot());
		}
		this.registry.drain(worker, "it was disconnected");
	}

	/**
	 * Drain all workers, and leave the slots empty.
	 * @param gone completes when all of them have ended
	 */
	void disconnectAll(CompletableFuture<Void> gone) {
		List<Worker> all = List.copyOf(this.registry.workers());
		this.disconnects.add(new PendingDisconnect(Set.copyOf(all), gone));
		all.forEach(this::disconnect);
		proceed();
	}

	void kill(int workerId, Signal signal) {
		this.registry.worker(workerId).ifPresent((worker) -> kill(worker, signal));
	}

	private void kill(Worker worker, Signal signal) {
		worker.outbox().kill(signal);
		if (signal == Signal.SIGTERM) {
			worker.evidence().recordStopReason("it was sent " + signal);
			this.registry.move(worker, worker.phase().terminated(worker));
		}
	}

	void send(int workerId, JsonNode message) {
		this.registry.worker(workerId).ifPresent((worker) -> worker.outbox().send(message));
	}

	/**
	 * Change the launch of workers that are forked from now on.
	 * @param done completes with the changed launch
	 */
	void setUp(UnaryOperator<WorkerLaunch> change, CompletableFuture<WorkerLaunch> done) {
		try {
			WorkerLaunch changed = this.deployments.setUp(change);
			this.registry.tell(new ClusterEvent.SetUp(changed));
			done.complete(changed);
		}
		catch (RuntimeException ex) {
			done.completeExceptionally(ex);
		}
	}

	/**
	 * Take the steps that the latest change makes possible.
	 */
	void proceed() {
		if (this.state == State.RUNNING) {
			this.rolls.proceed();
			finishScaling();
			if (this.registry.isComplete() && this.registry.slots().stream().anyMatch(Slot::isWanted)) {
				this.onComplete.run();
			}
		}
		this.interventions.proceed();
		this.disconnects.removeIf((pending) -> pending.finishedWithout(this.registry.workers()));
		releaseDeployments();
	}

	private void finishScaling() {
		if (this.scaling != null && this.registry.isComplete()) {
			Scaling finished = this.scaling;
			this.scaling = null;
			this.registry.tell(new ScalingEvent.Finished(this.registry.size(),
					Duration.ofNanos(this.loop.nanoTime() - finished.startedNanos())));
			finished.future().complete(this.registry.size());
		}
	}

	private void releaseDeployments() {
		Set<Integer> used = new HashSet<>();
		this.rolls.running().ifPresent((roll) -> used.add(roll.generation()));
		this.registry.workers().forEach((worker) -> used.add(worker.generation()));
		this.deployments.releaseAllBut(used);
	}

	/**
	 * The life of the cluster, as far as operations depend on it.
	 */
	private enum State {

		WAITING, RUNNING, ENDED

	}

}
