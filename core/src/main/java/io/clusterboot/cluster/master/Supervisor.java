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

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.event.EventLog;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.LimitWatch;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.master.HeartbeatWatch.Verdict;
import io.clusterboot.cluster.master.WorkerPhase.Accepting;
import io.clusterboot.cluster.master.WorkerPhase.Booting;
import io.clusterboot.cluster.master.WorkerPhase.Dead;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.process.ExitStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps every slot filled from the start until the stop: hears what becomes of the
 * workers, and does what is asked of the cluster. Confined to the control loop.
 */
final class Supervisor implements LivenessWatch.Findings {

	/**
	 * What a worker exits with that does not want to be started again.
	 */
	static final int DO_NOT_RESPAWN = 2;

	private static final String STOPPED = "The cluster was stopped";

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final ListeningSockets sockets;

	private final Handoff handoff;

	private final ServerQueries queries;

	private final Consumer<ClusterEvent> events;

	private final Deployments deployments;

	private final WorkerRegistry registry;

	private final LivenessWatch liveness;

	private final LimitWatch limits;

	private final Operations operations;

	private final Recycler recycler;

	private final RestartIntensity intensity;

	private final CompletableFuture<GaveUp> gaveUp = new CompletableFuture<>();

	private @Nullable Startup startup;

	private @Nullable Shutdown shutdown;

	Supervisor(MasterSettings settings, WorkerLaunch launch, ControlLoop loop, WorkerForker forker,
			DeploymentStore store, ListeningSockets sockets, Handoff handoff, Scoreboard scoreboard,
			Consumer<ClusterEvent> events) {
		this.settings = settings;
		this.loop = loop;
		this.sockets = sockets;
		this.handoff = handoff;
		this.queries = new ServerQueries(sockets, settings.scheduling().policy(), handoff);
		this.events = events;
		this.deployments = new Deployments(launch, loop, store);
		WorkerMessages messages = new WorkerMessages(this, this.queries, handoff);
		this.registry = new WorkerRegistry(settings, loop, forker, this.deployments, scoreboard, events,
				(worker) -> new LoopWorkerCallbacks(loop, this, messages, worker), this::deadlinePassed,
				(worker) -> handoff.workerDraining(worker.id()));
		this.operations = new Operations(settings, loop, this.registry, this.deployments);
		this.recycler = new Recycler(settings, loop, this.registry, this.deployments::current,
				RandomGenerator.getDefault());
		this.liveness = new LivenessWatch(settings.livenessTimeout(), loop, this.registry::workers, this);
		this.limits = new LimitWatch(settings.scheduling(), loop, this.registry::loads, sockets::localAddresses,
				events);
		this.intensity = new RestartIntensity(settings.respawn());
	}

	/**
	 * Return the workers that are alive. May be called from any thread.
	 * @return the latest snapshot
	 */
	List<WorkerInfo> workers() {
		return this.registry.snapshot();
	}

	/**
	 * Return the number of slots. May be called from any thread.
	 * @return the number
	 */
	int size() {
		return this.registry.size();
	}

	/**
	 * Return the generation that new workers belong to. May be called from any thread.
	 * @return the number
	 */
	int generation() {
		return this.deployments.current().generation();
	}

	/**
	 * Return what can be asked of the cluster.
	 * @return the operations
	 */
	Operations operations() {
		return this.operations;
	}

	/**
	 * Return what completes when the cluster ends itself, and none of it is left.
	 * @return the future
	 */
	CompletableFuture<GaveUp> gaveUp() {
		return this.gaveUp;
	}

	void start(CompletableFuture<Serving> serving) {
		if (this.shutdown != null) {
			serving.completeExceptionally(new CancellationException(STOPPED));
			return;
		}
		this.startup = new Startup(this.settings.workers(), this.loop.nanoTime(), serving);
		this.deployments.make(0).thenAccept(this::startWith);
	}

	private void startWith(Deployment first) {
		if (this.shutdown != null) {
			return;
		}
		this.deployments.commit(first);
		this.registry.grow(this.settings.workers(), Map.of());
		this.recycler.start();
		this.liveness.start();
		this.limits.start();
		this.deployments.startUpkeep();
	}

	void stop(CompletableFuture<Void> stopped) {
		if (this.shutdown != null) {
			this.shutdown.future().thenRun(() -> stopped.complete(null));
			return;
		}
		this.liveness.stop();
		this.limits.stop();
		this.recycler.stop();
		this.deployments.stopUpkeep();
		this.shutdown = new Shutdown(this.loop.nanoTime(), stopped);
		if (this.startup != null) {
			this.startup.serving().completeExceptionally(new CancellationException(STOPPED));
			this.startup = null;
		}
		if (this.registry.isUntouched()) {
			this.handoff.close();
			this.sockets.close();
			stopped.complete(null);
			return;
		}
		this.events.accept(new ClusterEvent.Stopping(this.registry.workers().size()));
		this.registry.slots().forEach(Slot::vacate);
		this.operations.end(STOPPED);
		this.registry.slots().forEach(this.registry::leaveEmpty);
		List.copyOf(this.registry.workers()).forEach((worker) -> this.registry.drain(worker, "the cluster stops"));
		finishShutdownIfLast();
	}

	void stopNow() {
		this.registry.workers().forEach((worker) -> this.registry.move(worker, worker.phase().hurried(worker)));
	}

	void forked(Worker worker, WorkerProcess process) {
		worker.forked(process);
		this.registry.publish();
		this.events.accept(new ClusterEvent.Forked(worker.info(), null));
	}

	void forkFailed(Worker worker, Exception cause) {
		this.events.accept(new ClusterEvent.Forked(worker.info(), String.valueOf(cause.getMessage())));
		exited(worker, Worker.notStarted());
		disconnected(worker);
	}

	void message(Worker worker, JsonNode message) {
		this.events.accept(new ClusterEvent.Message(worker.info(), message));
	}

	void online(Worker worker) {
		if (this.registry.move(worker, worker.phase().online(worker))) {
			this.events.accept(new ClusterEvent.Online(worker.info(), worker.uptime()));
		}
	}

	/**
	 * End a worker that runs another ClusterBoot. It has no part in the cluster yet, so
	 * it is killed; its end is unexpected unless a replacement gives it up.
	 * @param reason what differs, with both versions
	 */
	void incompatible(Worker worker, String reason) {
		worker.toEndBecause(reason);
		worker.slot()
			.replacement()
			.filter((replacement) -> replacement.newcomer() == worker)
			.ifPresent((replacement) -> replacement.fail("worker %d: %s".formatted(worker.id(), reason)));
		worker.kill();
		this.registry.move(worker, worker.phase().terminated(worker));
	}

	void listening(Worker worker, ServerAddress server) {
		if (isBesideTheServer(worker, server)) {
			this.events.accept(listens(worker, server));
			return;
		}
		boolean moved = this.registry.move(worker, worker.phase().listening(worker));
		if (!(worker.phase() instanceof Accepting)) {
			return;
		}
		this.queries.listens(worker, server);
		this.events.accept(listens(worker, server));
		if (moved && worker.phase().state() == WorkerState.READY) {
			ready(worker);
		}
		if (this.startup != null && this.startup.listening(worker.slot().index())) {
			finishStartup(this.startup);
		}
	}

	/**
	 * A worker that tells its readiness has a server that accepts connections; its UDP
	 * ports may be open long before that one listens.
	 */
	private static boolean isBesideTheServer(Worker worker, ServerAddress server) {
		return server.type().isUdp() && worker.phase() instanceof Booting booting
				&& booting.readiness() == Readiness.UNREADY;
	}

	private static ClusterEvent.Listening listens(Worker worker, ServerAddress server) {
		return new ClusterEvent.Listening(worker.info(), server.type(), server.toSocketAddress(), worker.uptime());
	}

	void readiness(Worker worker, Readiness readiness) {
		WorkerState before = worker.phase().state();
		this.registry.move(worker, worker.phase().readiness(readiness));
		WorkerState after = worker.phase().state();
		if (before == WorkerState.LISTENING && after == WorkerState.READY) {
			ready(worker);
		}
		else if (before == WorkerState.READY && after == WorkerState.LISTENING) {
			this.events.accept(new ClusterEvent.Unready(worker.info()));
			worker.slot().replacement().ifPresent((replacement) -> replacement.unready(worker));
		}
	}

	private void ready(Worker worker) {
		this.events.accept(new ClusterEvent.Ready(worker.info(), worker.uptime()));
		worker.slot().replacement().ifPresent((replacement) -> replacement.ready(worker));
		this.operations.proceed();
	}

	void leaving(Worker worker) {
		worker.toEndBecause("it left");
		worker.slot().vacate();
		this.registry.move(worker, worker.phase().leaving(worker));
	}

	@Override
	public void hangs(Worker worker, Verdict verdict) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), null));
		worker.toEndBecause("it hung: " + verdict.hang().description());
		this.registry.move(worker, worker.phase().hung(worker));
	}

	@Override
	public void spared(Worker worker, Verdict verdict, String reason) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), reason));
	}

	void threadsDumped(Worker worker, @Nullable Path file) {
		if (file != null) {
			this.events.accept(new ClusterEvent.ThreadsDumped(worker.info(), file));
		}
		this.registry.move(worker, worker.phase().examined(worker));
	}

	private void deadlinePassed(Worker worker) {
		worker.reportDeadlinePassed();
		this.registry.move(worker, worker.phase().deadlinePassed(worker));
		finishShutdownIfLast();
	}

	void disconnected(Worker worker) {
		worker.disconnected();
		this.queries.gone(worker);
		this.registry.move(worker, worker.phase().disconnected(worker));
		this.events.accept(new ClusterEvent.Disconnected(worker.info()));
		finishIfDead(worker);
	}

	void exited(Worker worker, ExitStatus status) {
		this.registry.move(worker, worker.phase().exited(worker, status));
		finishIfDead(worker);
	}

	private void finishIfDead(Worker worker) {
		if (!(worker.phase() instanceof Dead dead)) {
			return;
		}
		Slot slot = worker.slot();
		this.registry.remove(worker);
		Exited exit = worker.exit(dead, refill(worker, dead));
		this.registry.release(worker);
		this.events.accept(exit);
		slot.replacement().ifPresent((replacement) -> replacement.exited(worker, exit));
		if (this.startup != null && this.startup.exited(exit)) {
			finishStartup(this.startup);
		}
		if (isOneFailureTooMany(exit)) {
			giveUp("%d failures within %s".formatted(this.intensity.failures().size(),
					EventLog.duration(this.settings.respawn().period())));
		}
		else if (isLastThatWanted(exit)) {
			giveUp("no worker wants to be started again");
		}
		this.registry.fillIfDeserted(slot);
		closeSocketsOf(slot);
		this.operations.proceed();
		finishShutdownIfLast();
	}

	/**
	 * Let go of what nobody accepts on any more. The others have sockets of their own.
	 */
	private void closeSocketsOf(Slot slot) {
		if (this.shutdown == null && slot.workers().isEmpty() && !this.registry.isWanted(slot)) {
			this.sockets.close(slot.index());
		}
	}

	/**
	 * Have the slot of a dead worker filled again, if nobody is in it and somebody should
	 * be.
	 * @return the pause, or {@code null} if it is not filled
	 */
	private @Nullable Duration refill(Worker worker, Dead dead) {
		Slot slot = worker.slot();
		if (dead.status().code() == DO_NOT_RESPAWN && dead.expectation() == Expectation.UNEXPECTED) {
			slot.vacate();
		}
		if (!slot.isDeserted()) {
			return null;
		}
		Duration pause = worker.hasFailed(dead) ? slot.pauseAfterFailure(worker.uptime()) : slot.shortestPause();
		this.registry.fillAfter(pause, slot);
		return pause;
	}

	private boolean isOneFailureTooMany(Exited exit) {
		boolean counts = this.shutdown == null && !exit.expected() && exit.cause().isFailure()
				&& exit.respawnDelay() != null;
		return counts && this.intensity.exceededBy(exit, this.loop.nanoTime());
	}

	private boolean isLastThatWanted(Exited exit) {
		return this.shutdown == null && exit.status().code() == DO_NOT_RESPAWN && this.registry.workers().isEmpty()
				&& this.registry.slots().stream().noneMatch(Slot::isWanted);
	}

	private void giveUp(String reason) {
		GaveUp event = new GaveUp(reason, this.intensity.failures());
		this.events.accept(event);
		if (this.startup != null) {
			this.startup.serving().completeExceptionally(new ClusterStartException(this.intensity.failures()));
			this.startup = null;
		}
		CompletableFuture<Void> ended = new CompletableFuture<>();
		ended.thenRun(() -> this.gaveUp.complete(event));
		stop(ended);
	}

	private void finishStartup(Startup finished) {
		this.startup = null;
		int listening = (int) this.registry.workers()
			.stream()
			.filter((worker) -> worker.phase() instanceof Accepting)
			.count();
		if (listening == 0) {
			finished.serving().completeExceptionally(new ClusterStartException(finished.failures()));
			return;
		}
		List<InetSocketAddress> addresses = this.sockets.localAddresses();
		Serving serving = new Serving(addresses, listening, this.registry.slots().size(),
				since(finished.startedNanos()));
		this.events.accept(serving);
		finished.serving().complete(serving);
		this.operations.begin();
	}

	/**
	 * End the stop that is under way if no worker is left, but for those that not even
	 * SIGKILL ends.
	 */
	private void finishShutdownIfLast() {
		if (this.shutdown != null && this.registry.workers().stream().allMatch(Worker::isStuck)
				&& !this.shutdown.future().isDone()) {
			this.handoff.close();
			this.sockets.close();
			this.events.accept(new ClusterEvent.Stopped(since(this.shutdown.startedNanos())));
			this.shutdown.future().complete(null);
		}
	}

	private Duration since(long nanos) {
		return Duration.ofNanos(this.loop.nanoTime() - nanos);
	}

	/**
	 * A stop that is under way.
	 *
	 * @param startedNanos when it began
	 * @param future completes when no worker is left
	 */
	private record Shutdown(long startedNanos, CompletableFuture<Void> future) {

	}

}
