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
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.control.ControlService;
import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.image.Images;
import io.clusterboot.cluster.launch.ShellNeed;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.service.ServiceEnvironment;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.process.Signal;
import tools.jackson.databind.JsonNode;

/**
 * The master of a cluster: binds the listening sockets, forks the workers, replaces
 * workers that die, and stops them all. It is the facade of the supervision.
 * <p>
 * All methods may be called from any thread; only {@link #close()} blocks for longer than
 * the control loop needs to answer. It owns the sockets it binds, the channels and the
 * processes, and ends them all when it is stopped and closed. It must be closed even when
 * it was never started.
 * <p>
 * A cluster lives once: bind, start, {@link #stop()}, {@link #close()}.
 */
public final class ClusterMaster implements Closeable {

	/**
	 * Largest number of workers; a larger one is rejected as a probable mistake.
	 */
	public static final int MAX_WORKERS = 1024;

	private final MasterResources resources;

	private final ListeningSockets sockets;

	private final Supervisor supervisor;

	private final ClusterStop stop = new ClusterStop();

	private final MasterRequests requests;

	private final OperatorAccess operators;

	private ClusterMaster(MasterSettings settings, MasterResources resources, ListeningSockets sockets,
			Supervisor supervisor, StatusHistory history) {
		this.resources = resources;
		this.sockets = sockets;
		this.supervisor = supervisor;
		this.requests = new MasterRequests(resources.loop(), resources.delivery());
		this.operators = OperatorAccess.open(
				new OperatedCluster(this, this.requests, supervisor, StatusAssembler.of(settings, supervisor, history)),
				resources.events());
		supervisor.requests().answerWith(this.operators.service()::handle);
	}

	/**
	 * Create a master whose workers are JVMs. Nothing is bound or forked yet.
	 * @param settings how to supervise
	 * @param launch how to start a worker
	 * @param listeners receive the events of the cluster, in this order
	 * @return the master, to be closed by the caller
	 */
	public static ClusterMaster create(MasterSettings settings, WorkerLaunch launch, List<ClusterListener> listeners) {
		return create(settings, launch, List.of(), ServiceEnvironment.NONE, listeners);
	}

	/**
	 * Create a master whose workers are JVMs. Nothing is bound or forked yet.
	 * @param settings how to supervise
	 * @param launch how to start a worker
	 * @param configuration the configuration files that workers read when they start; a
	 * worker that starts after a change, outside a rolling restart, is reported
	 * @param service may pass sockets, and is told how the cluster is
	 * @param listeners receive the events of the cluster, in this order
	 * @return the master, to be closed by the caller
	 */
	public static ClusterMaster create(MasterSettings settings, WorkerLaunch launch, List<Path> configuration,
			ServiceEnvironment service, List<ClusterListener> listeners) {
		ShellNeed.require(launch);
		MasterResources resources = MasterResources.open(settings, configuration, listeners, service);
		ListeningSockets sockets = ListeningSockets.of(settings.scheduling().policy(), service);
		StatusHistory history = new StatusHistory(Clock.systemUTC());
		WorkerLaunch ofWorkers = launch.withEnvironment(ServiceEnvironment.without(launch.environment()));
		Supervisor supervisor = new Supervisor(settings, ofWorkers, resources.loop(), resources.forker(),
				resources.deployments(), sockets, resources.handoff(), WorkerRows.of(resources.scoreboard()),
				(event) -> resources.report(event, history));
		resources.notifyOf(supervisor, sockets);
		return new ClusterMaster(settings, resources, sockets, supervisor, history);
	}

	/**
	 * Bind a listening socket before any worker asks for it. A worker that asks for the
	 * same address later gets this socket.
	 * @param address the address to listen on; port 0 picks a random port
	 * @param backlog the number of connections that may wait, 0 for the system's limit
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	public InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
		return new SocketRequests(this.resources.loop(), this.sockets).bind(address, backlog);
	}

	/**
	 * Bind a listening socket in place of one that was bound with {@link #bind} before it
	 * was known where the workers listen.
	 * @param previous the former address, as it was given when it was bound
	 * @param address the address to listen on
	 * @param backlog the number of connections that may wait, 0 for the system's limit
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	public InetSocketAddress rebind(InetSocketAddress previous, InetSocketAddress address, int backlog)
			throws IOException {
		return new SocketRequests(this.resources.loop(), this.sockets).rebind(previous, address, backlog);
	}

	/**
	 * Fork a worker for each slot, and keep the slots filled from now on.
	 * @return completes when the cluster serves, after the listeners were called; fails
	 * with {@link ClusterStartException} when no worker becomes ready, and with
	 * {@link java.util.concurrent.CancellationException} when the cluster is stopped
	 * before it serves
	 */
	public CompletableFuture<Serving> start() {
		return this.requests.ask(this.supervisor::start);
	}

	/**
	 * Run a task on the thread that calls the listeners, after all events so far.
	 */
	public void afterEvents(Runnable task) {
		this.resources.delivery().afterwards(task);
	}

	/**
	 * Replace all workers by new ones that run the files on disk when the restart begins:
	 * each new worker gets ready before an old one drains. One rolling restart runs at a
	 * time, and at most one waits; a call while one waits returns the one that waits.
	 * @return completes when all workers are replaced; fails with
	 * {@link io.clusterboot.cluster.RollFailedException} when they are not, and with
	 * {@link java.util.concurrent.CancellationException} when the cluster is stopped
	 * before it begins
	 */
	public CompletableFuture<RollResult> roll() {
		return this.requests.ask(this.supervisor.operations()::roll);
	}

	/**
	 * Change the number of workers.
	 * @param workers the new number, at least 1
	 * @return completes with the number when all workers are ready and those in excess
	 * have ended; fails with {@link java.util.concurrent.CancellationException} when
	 * another number is requested before that, or the cluster is stopped
	 * @throws IllegalArgumentException if it is less than 1 or more than
	 * {@value #MAX_WORKERS}
	 */
	public CompletableFuture<Integer> scale(int workers) {
		if (workers < 1 || workers > MAX_WORKERS) {
			throw new IllegalArgumentException("workers: %d (expected: 1..%d)".formatted(workers, MAX_WORKERS));
		}
		return this.requests.ask((done) -> this.supervisor.operations().scale(workers, done));
	}

	/**
	 * Add or remove one worker. The number stays between 1 and {@value #MAX_WORKERS}.
	 * @param difference 1 or -1
	 */
	public void scaleBy(int difference) {
		this.resources.loop().execute(() -> this.supervisor.operations().scaleBy(difference));
	}

	/**
	 * Add one worker with an environment of its own. It is kept alive like all others,
	 * and the workers that follow in its slot have the same environment.
	 * @param environment variables that are added to the common ones, and override them
	 * @return completes with the worker, whose process may not have been started yet
	 */
	public CompletableFuture<WorkerInfo> fork(Map<String, String> environment) {
		Map<String, String> copy = Map.copyOf(environment);
		return this.requests.ask((forked) -> this.supervisor.operations().forkMore(copy, forked));
	}

	/**
	 * Change the launch of workers that are forked from now on. Each call builds on the
	 * calls before.
	 * @param change what to change; it must return quickly, and have no side effect
	 * @return completes with the changed launch; fails with what the change throws
	 */
	public CompletableFuture<WorkerLaunch> setUp(UnaryOperator<WorkerLaunch> change) {
		return this.requests.ask((done) -> this.supervisor.operations().setUp(change, done));
	}

	/**
	 * Ask a worker to drain and to end, and leave its slot empty. If there is no such
	 * worker, or it was asked before, nothing happens.
	 * @param workerId the worker id
	 */
	public void disconnect(int workerId) {
		this.resources.loop().execute(() -> this.supervisor.operations().disconnect(workerId));
	}

	/**
	 * Ask all workers to drain and to end, and leave the slots empty. The sockets stay
	 * open: connections wait in the backlog until there are workers again.
	 * @return completes when all of them have ended
	 */
	public CompletableFuture<Void> disconnect() {
		return this.requests.ask(this.supervisor.operations()::disconnectAll);
	}

	/**
	 * Send a worker a signal. A worker that it ends is replaced. After SIGTERM the worker
	 * has the drain timeout to end; then a thread dump and SIGKILL follow. If there is no
	 * such worker, nothing happens.
	 * @param workerId the worker id
	 * @param signal the signal
	 */
	public void kill(int workerId, Signal signal) {
		this.resources.loop().execute(() -> this.supervisor.operations().kill(workerId, signal));
	}

	/**
	 * Return the future of the cluster's own end, because it cannot keep its workers
	 * alive.
	 * @return completes when no worker is left; never if the cluster is stopped
	 */
	public CompletableFuture<GaveUp> gaveUp() {
		return this.supervisor.ends().gaveUp().copy();
	}

	/**
	 * Return what completes when an operator has asked to stop the cluster, at a worker
	 * or at the master. The stop has begun, and {@link #stop()} waits for its end.
	 * @return never completes if nobody asks
	 */
	public CompletableFuture<Void> stopRequested() {
		return this.supervisor.ends().stopRequested().copy();
	}

	/**
	 * Ask all workers to drain and to end, and kill workers that miss the deadlines.
	 * Further calls change nothing, and wait for the same end.
	 * @return completes when no worker is left, the sockets are closed, and the listeners
	 * were called or take too long
	 */
	public CompletableFuture<Void> stop() {
		return this.stop.begin(this.resources.loop(), this.supervisor, this.resources.delivery());
	}

	/**
	 * Drain the workers at once, if a stop waits for its delay.
	 */
	public void drainNow() {
		this.resources.loop().execute(this.supervisor.preDrain()::end);
	}

	/**
	 * As {@link #drainNow()}, but kill all remaining workers if they drain already.
	 */
	public void stopNow() {
		this.resources.loop().execute(this.supervisor::stopNow);
	}

	/**
	 * Send a message to a worker. It is dropped if there is no such worker.
	 * @param workerId the worker id
	 * @param message any JSON value
	 */
	public void send(int workerId, JsonNode message) {
		this.resources.loop().execute(() -> this.supervisor.operations().send(workerId, message));
	}

	/**
	 * Return the images that workers run from.
	 * @return the images, empty if they are switched off
	 */
	public Optional<Images> images() {
		return Optional.ofNullable(this.resources.images());
	}

	/**
	 * Return the cluster as its master sees it, with all operations.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return this.operators.cluster();
	}

	/**
	 * Return what carries out the requests of operators.
	 * @return the handler
	 */
	public ControlService control() {
		return this.operators.service();
	}

	/**
	 * Return which worker leads. May be called from any thread.
	 * @return the latest leadership
	 */
	public LeaderTerm leader() {
		return this.supervisor.leader();
	}

	/**
	 * Return what makes the leadership depend on a lease, which is shared by several
	 * hosts.
	 * @return the leadership
	 */
	public LeasedLeadership leasedLeadership() {
		return this.supervisor.leasedLeadership();
	}

	/**
	 * Return the bus to all processes of the cluster.
	 * @return the bus of the master
	 */
	public MessageRouter messageBus() {
		return this.supervisor.router();
	}

	/**
	 * Return the workers that are alive.
	 * @return an immutable snapshot, ordered by id
	 */
	public List<WorkerInfo> workers() {
		return this.supervisor.workers();
	}

	/**
	 * Stop the cluster unless that was done, wait for its end, and close the master's
	 * threads and descriptors.
	 */
	@Override
	public void close() {
		stop().join();
		this.supervisor.router().close();
		this.operators.close();
		this.resources.close();
	}

}
