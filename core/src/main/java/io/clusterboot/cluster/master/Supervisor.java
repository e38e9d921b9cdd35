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
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.handoff.ContainedHandoff;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.socket.ServerSockets;
import io.clusterboot.process.ExitStatus;
import org.jspecify.annotations.Nullable;

/**
 * Keeps every slot filled from the start of the cluster until its stop, and ends both.
 * Confined to the control loop.
 */
final class Supervisor {

	private static final String STOPPED = "The cluster was stopped";

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final ServerSockets sockets;

	private final Handoff handoff;

	private final ServerQueries queries;

	private final Consumer<ClusterEvent> events;

	private final Deployments deployments;

	private final WorkerRegistry registry;

	private final Upkeep upkeep;

	private final Operations operations;

	private final RespawnPolicy respawns;

	private final WorkerProgress progress;

	private final WorkerMessages messages;

	private final HeldExits heldExits;

	private final WorkerRequests requests;

	private final MessageRouter router = new MessageRouter();

	private final Leadership leadership;

	private final ClusterEnds ends = new ClusterEnds();

	private final PreDrain preDrain;

	private @Nullable Startup startup;

	private @Nullable Shutdown shutdown;

	Supervisor(MasterSettings settings, WorkerLaunch launch, ControlLoop loop, WorkerForker forker,
			DeploymentStore store, ServerSockets sockets, Handoff acceptor, WorkerRows rows,
			Consumer<ClusterEvent> receiver) {
		Handoff handoff = new ContainedHandoff(acceptor);
		this.leadership = new Leadership(loop, this.router, this::workers, rows::lead,
				new Mandate(loop, rows::leaseEnd, () -> LeaderTerm.epochAt(Instant.now())));
		Consumer<ClusterEvent> events = (event) -> {
			this.leadership.happened(event);
			Attempt.to("report an event", () -> receiver.accept(event));
		};
		this.settings = settings;
		this.loop = loop;
		this.sockets = sockets;
		this.handoff = handoff;
		this.events = events;
		this.queries = new ServerQueries(sockets, settings.scheduling().policy(), handoff);
		this.deployments = new Deployments(launch, loop, store);
		this.registry = new WorkerRegistry(settings, loop, forker, this.deployments, rows, events, this::callbacks,
				this::deadlinePassed, this::leaves, this::closeSocketsOf);
		this.preDrain = new PreDrain(settings.preDrainDelay(), loop, this.registry, events, this.ends, this::stop);
		this.operations = new Operations(settings, loop, this.registry, this.deployments, this.queries::listensAgain,
				this.queries::closeUnserved);
		this.progress = new WorkerProgress(loop, this.registry, this.queries, this.operations, events, this::ready,
				(worker) -> this.leadership.recovered(worker.id()));
		this.requests = new WorkerRequests(loop);
		this.messages = new WorkerMessages(this.progress, this.queries, handoff, this.preDrain::request, this.requests,
				this.router);
		this.respawns = new RespawnPolicy(settings.respawn(), loop, this.registry);
		this.heldExits = new HeldExits(loop);
		this.upkeep = Upkeep.of(settings, loop, this.registry, this.deployments, sockets, this.progress, events, rows);
	}

	private void leaves(Worker worker) {
		this.handoff.workerDraining(worker.id());
		this.leadership.reviewSoon();
	}

	private WorkerCallbacks callbacks(Worker worker) {
		this.router.expect(worker.id(), worker.slot().index());
		return new LoopWorkerCallbacks(this.loop, this, this.progress, this.messages, worker);
	}

	/**
	 * Return the latest snapshot of the workers that are alive. May be called from any
	 * thread.
	 */
	List<WorkerInfo> workers() {
		return this.registry.snapshot();
	}

	/**
	 * Return the latest snapshot of the workers, with more than listeners see of them.
	 * May be called from any thread.
	 */
	List<PublishedWorkers.Published> published() {
		return this.registry.published().all();
	}

	/**
	 * Return the number of slots. May be called from any thread.
	 */
	int size() {
		return this.registry.size();
	}

	/**
	 * Return the generation that new workers belong to. May be called from any thread.
	 */
	int generation() {
		return this.deployments.current().generation();
	}

	/**
	 * Return which worker leads. May be called from any thread.
	 */
	LeaderTerm leader() {
		return this.leadership.term();
	}

	/**
	 * Return the operations on the running cluster.
	 */
	Operations operations() {
		return this.operations;
	}

	/**
	 * Return the requests of workers for operations.
	 */
	WorkerRequests requests() {
		return this.requests;
	}

	/**
	 * Return what passes messages between the processes. May be used from any thread.
	 */
	MessageRouter router() {
		return this.router;
	}

	/**
	 * Return the leadership, to make it depend on a lease. May be called from any thread.
	 */
	LeasedLeadership leasedLeadership() {
		return new LoopLeasedLeadership(this.loop, this.leadership);
	}

	ClusterEnds ends() {
		return this.ends;
	}

	void start(CompletableFuture<Serving> serving) {
		if (this.shutdown != null) {
			serving.completeExceptionally(new CancellationException(STOPPED));
			return;
		}
		serving.thenRun(this.operations::begin);
		Startup begun = Startup.begin(this.settings, this.loop, this.registry, this.sockets, this.events, serving);
		this.startup = begun;
		this.deployments.make(0).whenComplete((first, failure) -> {
			if (failure != null) {
				begun.fail(new IllegalStateException("Could not deploy the application", failure));
			}
			else {
				startWith(first);
			}
		});
	}

	private void startWith(Deployment first) {
		if (this.shutdown != null) {
			return;
		}
		this.deployments.commit(first);
		this.registry.grow(this.settings.workers());
		this.upkeep.start();
	}

	PreDrain preDrain() {
		return this.preDrain;
	}

	/**
	 * Stop the cluster without a delay.
	 */
	void stop(CompletableFuture<Void> stopped) {
		if (this.shutdown != null) {
			this.shutdown.future().thenRun(() -> stopped.complete(null));
			return;
		}
		this.upkeep.stop();
		this.shutdown = new Shutdown(this.loop.nanoTime(), stopped);
		this.preDrain.over();
		if (this.startup != null) {
			this.startup.fail(new CancellationException(STOPPED));
		}
		if (this.registry.isUntouched()) {
			this.handoff.close();
			Attempt.to("close the sockets", this.sockets::close);
			stopped.complete(null);
			return;
		}
		this.events.accept(new StopEvent.Started(this.registry.workers().size()));
		this.registry.slots().forEach(Slot::vacate);
		this.operations.end(STOPPED);
		this.registry.slots().forEach(this.registry::leaveEmpty);
		this.handoff.stopAccepting(this.loop::execute, this::stopListening);
	}

	/**
	 * Close the sockets, then have the workers close theirs: the last one that closes the
	 * socket is a worker, which serves what is waiting before that.
	 */
	private void stopListening() {
		Attempt.to("close the sockets", this.sockets::close);
		List.copyOf(this.registry.workers()).forEach((worker) -> this.registry.drain(worker, "the cluster stops"));
		this.heldExits.release();
		finishShutdownIfLast();
	}

	/**
	 * End the delay of a stop, or kill the workers that are left.
	 */
	void stopNow() {
		if (this.preDrain.end()) {
			return;
		}
		this.registry.workers()
			.forEach((worker) -> this.registry.move(worker, worker.phase().stopNowRequested(worker)));
	}

	void forkFailed(Worker worker, Exception cause) {
		this.heldExits.report(worker, ForkFailure.status(cause), () -> {
			String reason = String.valueOf(cause.getMessage());
			worker.evidence().recordForkFailure(reason);
			this.events.accept(new ClusterEvent.Forked(worker.info(), reason, List.of()));
			exited(worker, ForkFailure.NOT_STARTED);
			disconnected(worker);
		});
	}

	private void ready(Worker worker) {
		this.respawns.ready(worker);
		if (this.startup != null) {
			this.startup.ready(worker);
		}
	}

	private void deadlinePassed(Worker worker) {
		if (worker.mayStartLonger()) {
			return;
		}
		worker.reportDeadlinePassed();
		this.registry.move(worker, worker.phase().deadlinePassed(worker));
		finishShutdownIfLast();
	}

	void disconnected(Worker worker) {
		this.queries.gone(worker);
		this.router.gone(worker.id());
		this.registry.move(worker, worker.phase().disconnected(worker));
		this.events.accept(new ClusterEvent.Disconnected(worker.info()));
		finishIfDead(worker);
	}

	void exited(Worker worker, ExitStatus status) {
		this.heldExits.report(worker, status, () -> {
			this.registry.move(worker, worker.phase().exited(worker, status));
			finishIfDead(worker);
		});
	}

	private void finishIfDead(Worker worker) {
		if (!(worker.phase() instanceof EndedPhase.Dead dead)) {
			return;
		}
		Slot slot = worker.slot();
		this.registry.remove(worker);
		Exited exit = worker.exit(dead, this.respawns.refill(worker, dead));
		this.registry.release(worker);
		this.events.accept(exit);
		this.respawns.exited(slot, exit);
		slot.replacement().ifPresent((replacement) -> replacement.exited(worker, exit));
		if (this.startup != null) {
			this.startup.exited(exit);
		}
		if (this.shutdown == null) {
			this.respawns.reasonToGiveUp(slot, exit).ifPresent(this::giveUp);
		}
		this.registry.fillIfNeeded(slot);
		if (slot.workers().isEmpty()) {
			closeSocketsOf(slot);
		}
		this.operations.proceed();
		finishShutdownIfLast();
	}

	/**
	 * Close the sockets of a slot that is left empty, before its worker is asked to end:
	 * the kernel gives them no connections after the worker has closed its own.
	 */
	private void closeSocketsOf(Slot slot) {
		if (this.shutdown == null && !this.registry.isWanted(slot)) {
			Attempt.to("close the sockets of slot " + slot.index(), () -> this.sockets.close(slot.index()));
		}
	}

	private void giveUp(String reason) {
		GaveUp event = new GaveUp(reason, this.respawns.failures());
		this.events.accept(event);
		if (this.startup != null) {
			this.startup.fail(new ClusterStartException(this.respawns.failures()));
		}
		CompletableFuture<Void> ended = new CompletableFuture<>();
		ended.thenRun(() -> this.ends.gaveUp().complete(event));
		stop(ended);
	}

	/**
	 * Finish the stop that is under way if no worker is left, except workers that outlive
	 * SIGKILL.
	 */
	private void finishShutdownIfLast() {
		if (this.shutdown != null && this.registry.workers().stream().allMatch(Worker::isStuck)
				&& !this.shutdown.future().isDone()) {
			this.handoff.close();
			Attempt.to("close the sockets", this.sockets::close);
			this.events
				.accept(new StopEvent.Finished(Duration.ofNanos(this.loop.nanoTime() - this.shutdown.startedNanos())));
			this.shutdown.future().complete(null);
		}
	}

}
