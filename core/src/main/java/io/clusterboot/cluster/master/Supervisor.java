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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.master.ClusterEvent.Exited;
import io.clusterboot.cluster.master.ClusterEvent.GaveUp;
import io.clusterboot.cluster.master.ClusterEvent.Serving;
import io.clusterboot.cluster.master.HeartbeatWatch.Verdict;
import io.clusterboot.cluster.master.WorkerPhase.Accepting;
import io.clusterboot.cluster.master.WorkerPhase.Dead;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps every slot filled from the start until the stop. Confined to the control loop:
 * only {@link #workers()}, {@link #size()} and {@link #generation()} may be called from
 * elsewhere.
 */
final class Supervisor implements Fleet, LivenessWatch.Findings {

	/**
	 * What a worker exits with that does not want to be started again.
	 */
	static final int DO_NOT_RESPAWN = 2;

	private static final Duration UPKEEP_INTERVAL = Duration.ofDays(1);

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerForker forker;

	private final ListeningSockets sockets;

	private final Handover handover;

	private final ServerQueries queries;

	private final WorkerMessages messages;

	private final Consumer<ClusterEvent> events;

	private final Map<Integer, Worker> workers = new TreeMap<>();

	private final Map<Integer, Slot> slots = new TreeMap<>();

	private final Set<Integer> deployed = new HashSet<>();

	private final List<Departure> departures = new ArrayList<>();

	private final Scoreboard scoreboard;

	private final OomKills oomKills = OomKills.ofThisProcess();

	private final LivenessWatch liveness;

	private final Rolls rolls;

	private final Recycler recycler;

	private final RestartIntensity intensity;

	private final CompletableFuture<GaveUp> gaveUp = new CompletableFuture<>();

	private volatile List<WorkerInfo> snapshot = List.of();

	private volatile int size;

	private volatile Deployment deployment;

	private WorkerLaunch template;

	private int lastWorkerId;

	private ControlLoop.@Nullable Timer upkeep;

	private @Nullable Startup startup;

	private @Nullable Shutdown shutdown;

	private @Nullable Scaling scaling;

	Supervisor(MasterSettings settings, WorkerLaunch launch, ControlLoop loop, WorkerForker forker,
			ListeningSockets sockets, Handover handover, Scoreboard scoreboard, Consumer<ClusterEvent> events) {
		this.settings = settings;
		this.template = launch;
		this.deployment = new Deployment(0, launch);
		this.loop = loop;
		this.forker = forker;
		this.sockets = sockets;
		this.handover = handover;
		this.queries = new ServerQueries(sockets, settings.scheduling().policy(), handover);
		this.messages = new WorkerMessages(this, this.queries, handover);
		this.scoreboard = scoreboard;
		this.events = events;
		this.size = settings.workers();
		this.rolls = new Rolls(settings, loop, this, this::deploy, (committed) -> this.deployment = committed);
		this.recycler = new Recycler(settings, loop, this, () -> this.deployment, RandomGenerator.getDefault());
		this.liveness = new LivenessWatch(settings.livenessTimeout(), loop, this.workers::values, this);
		this.intensity = new RestartIntensity(settings.respawn());
	}

	/**
	 * Return the workers that are alive. May be called from any thread.
	 * @return the latest snapshot
	 */
	List<WorkerInfo> workers() {
		return this.snapshot;
	}

	/**
	 * Return the number of slots. May be called from any thread.
	 * @return the number
	 */
	int size() {
		return this.size;
	}

	/**
	 * Return the generation that new workers belong to. May be called from any thread.
	 * @return the number
	 */
	int generation() {
		return this.deployment.generation();
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
			serving.completeExceptionally(new CancellationException("The cluster was stopped"));
			return;
		}
		this.startup = new Startup(this.settings.workers(), this.loop.nanoTime(), serving);
		deployed(0);
		this.forker.deploy(this.template, 0).thenAccept((first) -> this.loop.execute(() -> startWith(first)));
	}

	private void startWith(Deployment first) {
		if (this.shutdown != null) {
			return;
		}
		this.deployment = first;
		grow(this.settings.workers(), Map.of());
		this.recycler.start();
		this.liveness.start();
		this.upkeep = this.loop.schedule(UPKEEP_INTERVAL, this::keepDeployments);
	}

	/**
	 * Keep away what cleans temporary folders of files that nobody touched for days.
	 */
	private void keepDeployments() {
		this.forker.keep();
		this.upkeep = this.loop.schedule(UPKEEP_INTERVAL, this::keepDeployments);
	}

	void stop(CompletableFuture<Void> stopped) {
		if (this.shutdown != null) {
			this.shutdown.future().thenRun(() -> stopped.complete(null));
			return;
		}
		String reason = "The cluster was stopped";
		this.liveness.stop();
		this.recycler.stop();
		if (this.upkeep != null) {
			this.upkeep.cancel();
		}
		this.shutdown = new Shutdown(this.loop.nanoTime(), stopped);
		if (this.startup != null) {
			this.startup.serving().completeExceptionally(new CancellationException(reason));
			this.startup = null;
		}
		if (this.lastWorkerId == 0) {
			this.handover.close();
			this.sockets.close();
			stopped.complete(null);
			return;
		}
		this.events.accept(new ClusterEvent.Stopping(this.workers.size()));
		this.slots.values().forEach(Slot::vacate);
		this.rolls.abandon(reason);
		if (this.scaling != null) {
			this.scaling.future().completeExceptionally(new CancellationException(reason));
		}
		this.slots.values().forEach((slot) -> slot.replacement().ifPresent(Replacement::abandon));
		List.copyOf(this.workers.values()).forEach((worker) -> drain(worker, "the cluster stops"));
		finishShutdownIfLast();
	}

	void hurry() {
		this.workers.values().forEach((worker) -> worker.phase(worker.phase().hurried(worker)));
		publishSnapshot();
	}

	/**
	 * Replace all workers by new ones, of what is on disk then.
	 * @param done completes at the end
	 */
	void roll(CompletableFuture<RollResult> done) {
		if (this.shutdown != null) {
			done.completeExceptionally(new CancellationException("The cluster was stopped"));
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
		deployed(roll.generation());
		this.forker.deploy(this.template, roll.generation()).whenComplete((result, failure) -> this.loop.execute(() -> {
			if (failure != null) {
				roll.notDeployed(failure);
			}
			else {
				roll.deployed(result);
			}
			proceed();
		}));
	}

	private void deployed(int generation) {
		this.deployed.add(generation);
	}

	/**
	 * Have another number of workers.
	 * @param target how many
	 * @param done completes when they are there, and ready
	 */
	void scale(int target, CompletableFuture<Integer> done) {
		if (this.shutdown != null) {
			done.completeExceptionally(new CancellationException("The cluster was stopped"));
			return;
		}
		if (this.startup != null) {
			this.startup.serving().whenComplete((result, failure) -> this.loop.execute(() -> scale(target, done)));
			return;
		}
		if (this.scaling != null) {
			this.scaling.future()
				.completeExceptionally(new CancellationException("Another number was asked for: " + target));
		}
		this.scaling = new Scaling(this.loop.nanoTime(), done);
		this.events.accept(new ClusterEvent.Scaling(this.slots.size(), target));
		grow(target, Map.of());
		shrink(target);
		proceed();
	}

	/**
	 * Have one worker more or less.
	 * @param difference 1 or -1; the last worker stays
	 */
	void scaleBy(int difference) {
		scale(Math.max(1, this.size + difference), new CompletableFuture<>());
	}

	/**
	 * Have one worker more, with an environment of its own.
	 * @param environment what it has in its environment beyond the others
	 * @param forked completes with the worker
	 */
	void forkMore(Map<String, String> environment, CompletableFuture<WorkerInfo> forked) {
		if (this.shutdown != null) {
			forked.completeExceptionally(new CancellationException("The cluster was stopped"));
			return;
		}
		grow(this.slots.size() + 1, environment);
		forked.complete(this.workers.get(this.lastWorkerId).info());
	}

	private void grow(int target, Map<String, String> environment) {
		this.size = Math.max(this.size, target);
		for (int index = this.slots.size(); index < target; index++) {
			Slot slot = new Slot(index, environment, this.settings.respawn());
			this.slots.put(index, slot);
			fork(slot, this.deployment);
		}
	}

	private void shrink(int target) {
		for (int index = this.slots.size() - 1; index >= target; index--) {
			Slot slot = this.slots.remove(index);
			slot.vacate();
			slot.replacement().ifPresent(Replacement::abandon);
			List.copyOf(slot.workers()).forEach((worker) -> drain(worker, "the cluster scales down"));
		}
		this.size = this.slots.size();
	}

	/**
	 * Send a worker away, and leave its slot empty.
	 * @param workerId which
	 */
	void disconnect(int workerId) {
		worker(workerId).ifPresent(this::disconnect);
	}

	private void disconnect(Worker worker) {
		worker.slot().vacate();
		worker.slot().replacement().ifPresent(Replacement::abandon);
		drain(worker, "it was disconnected");
	}

	/**
	 * Send all workers away, and leave the slots empty.
	 * @param gone completes when they are gone
	 */
	void disconnectAll(CompletableFuture<Void> gone) {
		List<Worker> all = List.copyOf(this.workers.values());
		this.departures.add(new Departure(Set.copyOf(all), gone));
		all.forEach(this::disconnect);
		proceed();
	}

	void kill(int workerId, Signal signal) {
		worker(workerId).ifPresent((worker) -> kill(worker, signal));
	}

	private void kill(Worker worker, Signal signal) {
		worker.kill(signal);
		if (signal == Signal.SIGTERM) {
			worker.toEndBecause("it was sent " + signal);
			move(worker, worker.phase().terminated(worker));
		}
	}

	void send(int workerId, JsonNode message) {
		worker(workerId).ifPresent((worker) -> worker.send(message));
	}

	private Optional<Worker> worker(int workerId) {
		return Optional.ofNullable(this.workers.get(workerId));
	}

	/**
	 * Change how workers are started that are forked from now on.
	 * @param change what to change
	 * @param done completes with what holds then
	 */
	void setUp(UnaryOperator<WorkerLaunch> change, CompletableFuture<WorkerLaunch> done) {
		try {
			WorkerLaunch changed = change.apply(this.template);
			this.deployment = new Deployment(generation(), change.apply(this.deployment.launch()));
			this.template = changed;
		}
		catch (RuntimeException ex) {
			done.completeExceptionally(ex);
			return;
		}
		this.events.accept(new ClusterEvent.SetUp(this.template));
		done.complete(this.template);
	}

	@Override
	public List<Slot> slots() {
		return List.copyOf(this.slots.values());
	}

	@Override
	public Worker fork(Slot slot, Deployment what) {
		int row = this.scoreboard.allocate();
		ForkRequest request = new ForkRequest(++this.lastWorkerId, slot.index(), what.generation(), this.size,
				what.launch(), slot.environment(), row);
		Worker worker = new Worker(request, slot, this.scoreboard.row(row), this.oomKills, this.settings, this.loop,
				this.events, this::deadlinePassed);
		slot.add(worker);
		this.workers.put(worker.id(), worker);
		publishSnapshot();
		this.forker.fork(request, new LoopSignals(this.loop, this, this.messages, worker));
		return worker;
	}

	@Override
	public void drain(Worker worker, String reason) {
		worker.toEndBecause(reason);
		move(worker, worker.phase().stopRequested(worker));
	}

	@Override
	public void fillIfDeserted(Slot slot) {
		if (this.shutdown == null && slot.isDeserted()) {
			fillAfter(slot.shortestPause(), slot);
		}
	}

	private void fillAfter(Duration pause, Slot slot) {
		slot.respawnAfter(pause, this.loop, () -> fork(slot, this.deployment));
	}

	@Override
	public void tell(ClusterEvent event) {
		this.events.accept(event);
	}

	void forked(Worker worker, WorkerProcess process) {
		worker.forked(process);
		publishSnapshot();
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
		if (move(worker, worker.phase().online(worker))) {
			this.events.accept(new ClusterEvent.Online(worker.info(), worker.uptime()));
		}
	}

	void listening(Worker worker, ServerAddress server) {
		boolean moved = move(worker, worker.phase().listening(worker));
		if (!(worker.phase() instanceof Accepting)) {
			return;
		}
		this.queries.listens(worker, server);
		this.events.accept(new ClusterEvent.Listening(worker.info(), server.toSocketAddress(), worker.uptime()));
		if (moved && worker.phase().state() == WorkerState.READY) {
			ready(worker);
		}
		if (this.startup != null && this.startup.listening(worker.slot().index())) {
			finishStartup(this.startup);
		}
	}

	void readiness(Worker worker, Readiness readiness) {
		WorkerState before = worker.phase().state();
		move(worker, worker.phase().readiness(readiness));
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
		proceed();
	}

	void leaving(Worker worker) {
		worker.toEndBecause("it left");
		worker.slot().vacate();
		move(worker, worker.phase().leaving(worker));
	}

	@Override
	public void hangs(Worker worker, Verdict verdict) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), null));
		worker.toEndBecause("it hung: " + verdict.hang().description());
		move(worker, worker.phase().hung(worker));
	}

	@Override
	public void spared(Worker worker, Verdict verdict, String reason) {
		this.events.accept(new ClusterEvent.Hung(worker.info(), verdict.hang(), verdict.duration(), reason));
	}

	void threadsDumped(Worker worker, @Nullable Path file) {
		if (file != null) {
			this.events.accept(new ClusterEvent.ThreadsDumped(worker.info(), file));
		}
		move(worker, worker.phase().examined(worker));
	}

	private void deadlinePassed(Worker worker) {
		worker.reportDeadlinePassed();
		move(worker, worker.phase().deadlinePassed(worker));
		finishShutdownIfLast();
	}

	void disconnected(Worker worker) {
		worker.disconnected();
		this.queries.gone(worker);
		move(worker, worker.phase().disconnected(worker));
		this.events.accept(new ClusterEvent.Disconnected(worker.info()));
		finishIfDead(worker);
	}

	void exited(Worker worker, ExitStatus status) {
		move(worker, worker.phase().exited(worker, status));
		finishIfDead(worker);
	}

	private boolean move(Worker worker, WorkerPhase next) {
		boolean changed = !next.equals(worker.phase());
		if (worker.phase() instanceof Accepting && !(next instanceof Accepting)) {
			this.handover.drains(worker.id());
		}
		worker.phase(next);
		if (changed) {
			publishSnapshot();
		}
		return changed;
	}

	private void finishIfDead(Worker worker) {
		if (!(worker.phase() instanceof Dead dead)) {
			return;
		}
		Slot slot = worker.slot();
		this.workers.remove(worker.id());
		slot.remove(worker);
		publishSnapshot();
		Exited exit = worker.exit(dead, refill(worker, dead));
		this.scoreboard.free(worker.scoreboardRow());
		this.events.accept(exit);
		slot.replacement().ifPresent((replacement) -> replacement.exited(worker, exit));
		if (this.startup != null && this.startup.exited(exit)) {
			finishStartup(this.startup);
		}
		if (isOneFailureTooMany(worker, exit)) {
			giveUp("%d failures within %s".formatted(this.intensity.failures().size(),
					EventLog.duration(this.settings.respawn().period())));
		}
		else if (isLastThatWanted(exit)) {
			giveUp("no worker wants to be started again");
		}
		fillIfDeserted(slot);
		closeSocketsOf(slot);
		proceed();
		finishShutdownIfLast();
	}

	/**
	 * Let go of what nobody accepts on any more. The others have sockets of their own.
	 */
	private void closeSocketsOf(Slot slot) {
		Slot present = this.slots.get(slot.index());
		if (this.shutdown == null && slot.workers().isEmpty() && (present == null || !present.isWanted())) {
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
		if (this.shutdown != null || !slot.isDeserted()) {
			return null;
		}
		Duration pause = worker.hasFailed(dead) ? slot.pauseAfterFailure(worker.uptime()) : slot.shortestPause();
		fillAfter(pause, slot);
		return pause;
	}

	private boolean isOneFailureTooMany(Worker worker, Exited exit) {
		boolean counts = this.shutdown == null && !exit.expected() && exit.cause().isFailure()
				&& exit.respawnDelay() != null;
		return counts && this.intensity.exceededBy(exit, this.loop.nanoTime());
	}

	private boolean isLastThatWanted(Exited exit) {
		return this.shutdown == null && exit.status().code() == DO_NOT_RESPAWN && this.workers.isEmpty()
				&& this.slots.values().stream().noneMatch(Slot::isWanted);
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
		int listening = (int) this.workers.values()
			.stream()
			.filter((worker) -> worker.phase() instanceof Accepting)
			.count();
		if (listening == 0) {
			finished.serving().completeExceptionally(new ClusterStartException(finished.failures()));
			return;
		}
		List<InetSocketAddress> addresses = this.sockets.localAddresses();
		Serving serving = new Serving(addresses, listening, this.slots.size(), since(finished.startedNanos()));
		this.events.accept(serving);
		finished.serving().complete(serving);
		proceed();
	}

	/**
	 * Do what the latest change makes possible.
	 */
	private void proceed() {
		if (this.shutdown == null && this.startup == null) {
			this.rolls.proceed();
			finishScaling();
		}
		this.departures.removeIf((departure) -> departure.finishedWithout(this.workers.values()));
		releaseDeployments();
	}

	private void finishScaling() {
		if (this.scaling != null && this.slots.values().stream().filter(Slot::isWanted).allMatch(this::isReady)
				&& this.workers.values().stream().allMatch((worker) -> this.slots.containsValue(worker.slot()))) {
			Scaling finished = this.scaling;
			this.scaling = null;
			this.events.accept(new ClusterEvent.Scaled(this.size, since(finished.startedNanos())));
			finished.future().complete(this.size);
		}
	}

	private boolean isReady(Slot slot) {
		return slot.workers().stream().anyMatch((worker) -> worker.phase().state() == WorkerState.READY);
	}

	private void releaseDeployments() {
		Set<Integer> used = new HashSet<>();
		used.add(generation());
		this.rolls.running().ifPresent((roll) -> used.add(roll.generation()));
		this.workers.values().forEach((worker) -> used.add(worker.generation()));
		Set<Integer> unused = new HashSet<>(this.deployed);
		unused.removeAll(used);
		unused.forEach(this.forker::release);
		this.deployed.removeAll(unused);
	}

	/**
	 * End the stop that is under way if no worker is left, but for those that not even
	 * SIGKILL ends.
	 */
	private void finishShutdownIfLast() {
		if (this.shutdown != null && this.workers.values().stream().allMatch(Worker::isStuck)
				&& !this.shutdown.future().isDone()) {
			this.handover.close();
			this.sockets.close();
			this.events.accept(new ClusterEvent.Stopped(since(this.shutdown.startedNanos())));
			this.shutdown.future().complete(null);
		}
	}

	private Duration since(long nanos) {
		return Duration.ofNanos(this.loop.nanoTime() - nanos);
	}

	private void publishSnapshot() {
		this.snapshot = this.workers.values().stream().map(Worker::info).toList();
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
