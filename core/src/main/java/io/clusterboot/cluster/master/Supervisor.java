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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.master.ClusterEvent.Exited;
import io.clusterboot.cluster.master.ClusterEvent.Serving;
import io.clusterboot.cluster.master.WorkerPhase.Dead;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.process.ExitStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Keeps every slot filled from the start until the stop. Confined to the control loop:
 * only {@link #workers()} may be called from elsewhere.
 */
final class Supervisor {

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerForker forker;

	private final ListeningSockets sockets;

	private final ServerQueries queries;

	private final Consumer<ClusterEvent> events;

	private final Map<Integer, Worker> workers = new TreeMap<>();

	private final List<Slot> slots;

	private final int generation;

	private volatile List<WorkerInfo> snapshot = List.of();

	private int lastWorkerId;

	private @Nullable Startup startup;

	private @Nullable Shutdown shutdown;

	Supervisor(MasterSettings settings, ControlLoop loop, WorkerForker forker, ListeningSockets sockets,
			Consumer<ClusterEvent> events) {
		this.settings = settings;
		this.loop = loop;
		this.forker = forker;
		this.sockets = sockets;
		this.queries = new ServerQueries(sockets);
		this.events = events;
		this.generation = 0;
		this.slots = IntStream.range(0, settings.workers()).mapToObj((index) -> new Slot(index, settings)).toList();
	}

	/**
	 * Return the workers that are alive. May be called from any thread.
	 * @return the latest snapshot
	 */
	List<WorkerInfo> workers() {
		return this.snapshot;
	}

	void start(CompletableFuture<Serving> serving) {
		if (this.shutdown != null) {
			serving.completeExceptionally(new CancellationException("The cluster was stopped"));
			return;
		}
		this.startup = new Startup(this.slots.size(), this.loop.nanoTime(), serving);
		this.slots.forEach(this::fork);
	}

	void stop(CompletableFuture<Void> stopped) {
		this.shutdown = new Shutdown(this.loop.nanoTime(), stopped);
		if (this.lastWorkerId == 0) {
			this.sockets.close();
			stopped.complete(null);
			return;
		}
		this.events.accept(new ClusterEvent.Stopping(this.workers.size()));
		this.slots.forEach(Slot::cancelRespawn);
		if (this.startup != null) {
			this.startup.serving().completeExceptionally(new CancellationException("The cluster was stopped"));
			this.startup = null;
		}
		moveAll((worker) -> worker.phase().stopRequested(worker));
		finishShutdownIfLast();
	}

	void hurry() {
		moveAll((worker) -> worker.phase().hurried(worker));
	}

	private void moveAll(Function<Worker, WorkerPhase> transition) {
		this.workers.values().forEach((worker) -> worker.phase(transition.apply(worker)));
		publishSnapshot();
	}

	void send(int workerId, JsonNode message) {
		Worker worker = this.workers.get(workerId);
		if (worker != null) {
			worker.send(message);
		}
	}

	private void fork(Slot slot) {
		ForkRequest request = new ForkRequest(++this.lastWorkerId, slot.index(), this.generation);
		Worker worker = new Worker(request, this.settings, this.loop, this.events, this::deadlinePassed);
		this.workers.put(worker.id(), worker);
		publishSnapshot();
		this.forker.fork(request, new LoopSignals(this.loop, this, worker));
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

	void internalMessage(Worker worker, JsonNode frame) {
		if (!ClusterMessageCodec.isClusterFrame(frame)) {
			return;
		}
		Envelope envelope = ClusterMessageCodec.decode(frame);
		ClusterMessage message = envelope.message();
		if (message instanceof ClusterMessage.Online) {
			online(worker);
		}
		else if (message instanceof ClusterMessage.QueryServer query) {
			this.queries.answer(worker, query, envelope.sequence());
		}
		else if (message instanceof ClusterMessage.Listening listening) {
			listening(worker, listening.server());
		}
		else if (message instanceof ClusterMessage.ExitedAfterDisconnect) {
			worker.send(new ClusterMessage.Acknowledged(), envelope.sequence());
		}
	}

	void message(Worker worker, JsonNode message) {
		this.events.accept(new ClusterEvent.Message(worker.info(), message));
	}

	private void online(Worker worker) {
		if (move(worker, worker.phase().online(worker))) {
			this.events.accept(new ClusterEvent.Online(worker.info(), worker.uptime()));
		}
	}

	private void listening(Worker worker, ServerAddress server) {
		move(worker, worker.phase().listening(worker));
		if (!(worker.phase() instanceof WorkerPhase.Listening)) {
			return;
		}
		this.events.accept(new ClusterEvent.Listening(worker.info(), server.toSocketAddress(), worker.uptime()));
		if (this.startup != null && this.startup.listening(worker.slot())) {
			finishStartup(this.startup);
		}
	}

	private void deadlinePassed(Worker worker) {
		worker.reportDeadlinePassed();
		move(worker, worker.phase().deadlinePassed(worker));
	}

	void disconnected(Worker worker) {
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
		this.workers.remove(worker.id());
		publishSnapshot();
		boolean expected = dead.expectation() == Expectation.EXPECTED;
		Slot slot = this.slots.get(worker.slot());
		Duration uptime = worker.uptime();
		Duration pause = (this.shutdown == null) ? slot.respawnAfter(uptime, this.loop, () -> fork(slot)) : null;
		Exited exit = new Exited(worker.info(), dead.status(), expected, uptime, pause, worker.lastOutput());
		this.events.accept(exit);
		if (this.startup != null && this.startup.exited(exit)) {
			finishStartup(this.startup);
		}
		finishShutdownIfLast();
	}

	private void finishStartup(Startup finished) {
		this.startup = null;
		int listening = (int) this.workers.values()
			.stream()
			.filter((worker) -> worker.phase() instanceof WorkerPhase.Listening)
			.count();
		if (listening == 0) {
			finished.serving().completeExceptionally(new ClusterStartException(finished.failures()));
			return;
		}
		List<InetSocketAddress> addresses = this.sockets.localAddresses();
		Serving serving = new Serving(addresses, listening, this.slots.size(), since(finished.startedNanos()));
		this.events.accept(serving);
		finished.serving().complete(serving);
	}

	private void finishShutdownIfLast() {
		if (this.shutdown != null && this.workers.isEmpty() && !this.shutdown.future().isDone()) {
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
