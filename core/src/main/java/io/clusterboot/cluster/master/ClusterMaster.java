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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.event.EventDelivery;
import io.clusterboot.cluster.event.EventLog;
import io.clusterboot.cluster.handoff.AcceptLoop;
import io.clusterboot.cluster.handoff.Acceptor;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.HandoffLoop;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.launch.CopyingDeploymentStore;
import io.clusterboot.cluster.launch.DeploymentStore;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.loop.ControlThread;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The master of a cluster: binds the listening sockets, forks the workers, replaces those
 * that die, and stops them all. It is the facade over what supervises, knows a worker,
 * forks and talks.
 * <p>
 * All methods may be called from any thread; none blocks for longer than the control loop
 * needs to answer, but {@link #close()}. It owns the sockets it binds, the channels and
 * the processes, and ends them all when it is stopped and closed. It must be closed even
 * when it was never started.
 * <p>
 * A cluster lives once: {@link #bind}, {@link #start()}, {@link #stop()},
 * {@link #close()}.
 */
public final class ClusterMaster implements Closeable {

	/**
	 * More workers than this are a typing error rather than a wish.
	 */
	public static final int MAX_WORKERS = 1024;

	/**
	 * For all workers, and as many again that replace them.
	 */
	private static final int SCOREBOARD_ROWS = 2 * MAX_WORKERS;

	private final ControlThread loop;

	private final EventDelivery delivery;

	private final ListeningSockets sockets;

	private final @Nullable AcceptLoop acceptLoop;

	private final Supervisor supervisor;

	private final AtomicBoolean stopping = new AtomicBoolean();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	private final Scoreboard scoreboard;

	private final WorkerForker forker;

	private final DeploymentStore deployments;

	private ClusterMaster(Parts parts, MasterSettings settings, WorkerLaunch launch) {
		this.scoreboard = parts.scoreboard();
		this.loop = parts.loop();
		this.delivery = parts.delivery();
		this.acceptLoop = parts.acceptLoop();
		this.forker = new ProcessForker(settings, this.scoreboard.descriptor());
		this.deployments = CopyingDeploymentStore.in(Path.of(System.getProperty("java.io.tmpdir")));
		this.sockets = new ListeningSockets(settings.scheduling().policy());
		this.supervisor = new Supervisor(settings, launch, this.loop, this.forker, this.deployments, this.sockets,
				parts.handoff(settings.scheduling()), this.scoreboard, this.delivery::deliver);
	}

	/**
	 * Create a master whose workers are JVMs. Nothing is bound or forked yet.
	 * @param settings how to supervise
	 * @param launch how to start a worker
	 * @param listeners whom to tell what happens
	 * @return the master, to be closed by the caller
	 */
	public static ClusterMaster create(MasterSettings settings, WorkerLaunch launch, List<ClusterListener> listeners) {
		return new ClusterMaster(Parts.open(settings.scheduling().policy(), listeners), settings, launch);
	}

	/**
	 * Bind a listening socket before any worker asks for it. A worker that asks for the
	 * same address later gets this socket.
	 * @param address the address to listen on; port 0 picks a random port
	 * @param backlog how many connections may wait to be accepted, 0 for the system's
	 * limit
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	public InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
		CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				bound.complete(this.sockets.obtain(ServerAddress.of(address, 0), ListenOptions.backlog(backlog), 0)
					.localAddress());
			}
			catch (IOException | RuntimeException ex) {
				bound.completeExceptionally(ex);
			}
		});
		try {
			return bound.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	/**
	 * Fork a worker for each slot, and keep the slots filled from now on.
	 * @return completes when the cluster serves, after the listeners were told; fails
	 * with {@link ClusterStartException} when no worker gets as far as listening, and
	 * with {@link java.util.concurrent.CancellationException} when the cluster is stopped
	 * before it serves
	 */
	public CompletableFuture<Serving> start() {
		return ask(this.supervisor::start);
	}

	/**
	 * Have the loop do something, and complete after the listeners were told of it.
	 */
	private <T> CompletableFuture<T> ask(Consumer<CompletableFuture<T>> request) {
		CompletableFuture<T> done = new CompletableFuture<>();
		this.loop.execute(() -> request.accept(done));
		CompletableFuture<T> told = new CompletableFuture<>();
		done.whenComplete((result, failure) -> this.delivery.afterwards(() -> {
			if (failure != null) {
				told.completeExceptionally(failure);
			}
			else {
				told.complete(result);
			}
		}));
		return told;
	}

	/**
	 * Replace all workers by new ones that run what is on disk by then: each new worker
	 * comes up and gets ready before an old one drains. One rolling restart runs at a
	 * time; whoever asks for another while one waits gets the one that waits.
	 * @return completes when all workers are replaced; fails with
	 * {@link io.clusterboot.cluster.RollFailedException} when they are not, and with
	 * {@link java.util.concurrent.CancellationException} when the cluster is stopped
	 * before it begins
	 */
	public CompletableFuture<RollResult> roll() {
		return ask(this.supervisor.operations()::roll);
	}

	/**
	 * Have another number of workers.
	 * @param workers how many, at least 1
	 * @return completes with the number when those that are there are ready and the
	 * others gone; fails with {@link java.util.concurrent.CancellationException} when
	 * another number is asked for before, or the cluster is stopped
	 * @throws IllegalArgumentException if it is less than 1 or more than
	 * {@value #MAX_WORKERS}
	 */
	public CompletableFuture<Integer> scale(int workers) {
		if (workers < 1 || workers > MAX_WORKERS) {
			throw new IllegalArgumentException("workers: %d (expected: 1..%d)".formatted(workers, MAX_WORKERS));
		}
		return ask((done) -> this.supervisor.operations().scale(workers, done));
	}

	/**
	 * Have one worker more, or less. The last one stays, and more than
	 * {@value #MAX_WORKERS} there can't be.
	 * @param difference 1 or -1
	 */
	public void scaleBy(int difference) {
		this.loop.execute(() -> this.supervisor.operations().scaleBy(difference));
	}

	/**
	 * Have one worker more, with an environment of its own. It is kept alive like all
	 * others, and those that follow in its slot have the same environment.
	 * @param environment variables that are added to, and override, those all have
	 * @return completes with the worker, whose process may not have been started yet
	 */
	public CompletableFuture<WorkerInfo> fork(Map<String, String> environment) {
		Map<String, String> copy = Map.copyOf(environment);
		return ask((forked) -> this.supervisor.operations().forkMore(copy, forked));
	}

	/**
	 * Change how workers are started that are forked from now on. Each call builds on
	 * those before.
	 * @param change what to change; it must return quickly, and have no side effect
	 * @return completes with what holds then; fails with what the change throws
	 */
	public CompletableFuture<WorkerLaunch> setUp(UnaryOperator<WorkerLaunch> change) {
		return ask((done) -> this.supervisor.operations().setUp(change, done));
	}

	/**
	 * Ask a worker to drain and to end, and leave its slot empty. If there is no such
	 * worker, or it was asked before, nothing happens.
	 * @param workerId the worker id
	 */
	public void disconnect(int workerId) {
		this.loop.execute(() -> this.supervisor.operations().disconnect(workerId));
	}

	/**
	 * Ask all workers to drain and to end, and leave the slots empty. The sockets stay
	 * open: connections wait in the backlog until there are workers again.
	 * @return completes when they are gone
	 */
	public CompletableFuture<Void> disconnect() {
		return ask(this.supervisor.operations()::disconnectAll);
	}

	/**
	 * Send a worker a signal. A worker that ends by it is replaced. One that is sent
	 * SIGTERM has the drain timeout to end; then rougher means follow. If there is no
	 * such worker, nothing happens.
	 * @param workerId the worker id
	 * @param signal the signal
	 */
	public void kill(int workerId, Signal signal) {
		this.loop.execute(() -> this.supervisor.operations().kill(workerId, signal));
	}

	/**
	 * Return what completes when the cluster ends itself, as it can't keep its workers
	 * alive.
	 * @return completes when none of it is left; never when it is stopped
	 */
	public CompletableFuture<GaveUp> gaveUp() {
		return this.supervisor.gaveUp().copy();
	}

	/**
	 * Ask all workers to drain and to end, and see to it that they do. Further calls
	 * change nothing, and wait for the same end.
	 * @return completes when no worker is left, the sockets are closed, and the listeners
	 * were told or take too long to hear it
	 */
	public CompletableFuture<Void> stop() {
		if (this.stopping.compareAndSet(false, true)) {
			CompletableFuture<Void> noneLeft = new CompletableFuture<>();
			this.loop.execute(() -> this.supervisor.stop(noneLeft));
			noneLeft.thenRun(() -> {
				this.stopped.completeOnTimeout(null, EventDelivery.CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
				this.delivery.afterwards(() -> this.stopped.complete(null));
			});
		}
		return this.stopped.copy();
	}

	/**
	 * Kill all workers that are still there, draining or not. To be used after
	 * {@link #stop()}.
	 */
	public void stopNow() {
		this.loop.execute(this.supervisor::stopNow);
	}

	/**
	 * Send a message to a worker. It is dropped when there is no such worker any more.
	 * @param workerId the worker id
	 * @param message any JSON value
	 */
	public void send(int workerId, JsonNode message) {
		this.loop.execute(() -> this.supervisor.operations().send(workerId, message));
	}

	/**
	 * Return the workers that are alive.
	 * @return an immutable snapshot, ordered by id
	 */
	public List<WorkerInfo> workers() {
		return this.supervisor.workers();
	}

	/**
	 * Return the number of slots.
	 * @return the number of slots
	 */
	public int size() {
		return this.supervisor.size();
	}

	/**
	 * Return the generation that new workers belong to.
	 * @return the number of rolling restarts that were committed last
	 */
	public int generation() {
		return this.supervisor.generation();
	}

	/**
	 * Stop the cluster if that was not done, wait for its end, and end the master's
	 * threads.
	 */
	@Override
	public void close() {
		stop().join();
		this.loop.close();
		if (this.acceptLoop != null) {
			this.acceptLoop.close();
		}
		this.delivery.close();
		this.forker.close();
		this.deployments.close();
		this.scoreboard.close();
	}

	/**
	 * What has a thread or a descriptor.
	 */
	private record Parts(Scoreboard scoreboard, ControlThread loop, EventDelivery delivery,
			@Nullable AcceptLoop acceptLoop) {

		/**
		 * Open the scoreboard first: it is the only part that can fail.
		 */
		static Parts open(SchedulingPolicy policy, List<ClusterListener> listeners) {
			Scoreboard scoreboard = Scoreboard.create(SCOREBOARD_ROWS);
			List<ClusterListener> all = new ArrayList<>();
			all.add(new EventLog());
			all.addAll(listeners);
			return new Parts(scoreboard, ControlThread.start("cluster-control"),
					EventDelivery.start("cluster-events", all),
					policy.handsOver() ? AcceptLoop.start("cluster-accept") : null);
		}

		Handoff handoff(SchedulingSettings settings) {
			if (this.acceptLoop == null) {
				return Handoff.NONE;
			}
			AcceptLoop loop = this.acceptLoop;
			return new HandoffLoop(settings, loop, (listener, target) -> Acceptor.open(listener, target, loop),
					this.scoreboard.masterRow(), this.delivery::deliver)
				.start();
		}

	}

}
