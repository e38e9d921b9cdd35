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

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.cluster.master.FakeForker.FakeWorker;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scoreboard.PublishedState;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.cluster.socket.ServerSockets;
import io.clusterboot.process.command.JavaCommand;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster on a loop that is moved by hand, with workers that do as they are told.
 */
public final class SupervisedCluster {

	static final WorkerLaunch LAUNCH = new WorkerLaunch(JavaCommand.parse(Path.of("java"), List.of("Main")), Map.of(),
			null);

	public static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private final ManualLoop loop = new ManualLoop();

	private final FakeForker forker = new FakeForker();

	private final ListeningSockets sockets;

	private final Scoreboard scoreboard = Scoreboard.create(128, 0);

	private final List<ClusterEvent> events = new ArrayList<>();

	private Runnable onEvent = () -> {
	};

	private final CompletableFuture<Serving> serving = new CompletableFuture<>();

	private final StatusHistory history = new StatusHistory(Clock.systemUTC());

	private final Supervisor supervisor;

	private Consumer<String> onCall = (name) -> {
	};

	private SupervisedCluster(MasterSettings settings, WorkerLaunch launch, Handoff handoff) {
		this.sockets = new ListeningSockets(settings.scheduling().policy());
		this.supervisor = new Supervisor(settings, launch, this.loop, this.forker, this.forker,
				reporting(ServerSockets.class, this.sockets), handoff,
				reporting(WorkerRows.class, WorkerRows.of(this.scoreboard)), this::happened);
	}

	/**
	 * Return an object that reports each call before it makes it; only that a row is
	 * freed is reported afterwards, so that no row is lost.
	 */
	private <T> T reporting(Class<T> type, T target) {
		return type.cast(Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> {
					boolean first = !method.getName().equals("free");
					if (first) {
						this.onCall.accept(method.getName());
					}
					try {
						return method.invoke(target, arguments);
					}
					catch (InvocationTargetException ex) {
						throw ex.getCause();
					}
					finally {
						if (!first) {
							this.onCall.accept(method.getName());
						}
					}
				}));
	}

	/**
	 * Have something happen at each call of the cluster to its sockets, the scoreboard,
	 * the forker and the workers.
	 * @param onCall receives the name of the called method, or "forker"
	 */
	void onCall(Consumer<String> onCall) {
		this.onCall = onCall;
		this.forker.onCall(() -> onCall.accept("forker"));
	}

	private void happened(ClusterEvent event) {
		this.history.happened(event);
		this.events.add(event);
		this.onEvent.run();
	}

	/**
	 * Have something happen after each event.
	 */
	void onEvent(Runnable onEvent) {
		this.onEvent = onEvent;
	}

	/**
	 * Take rows of the scoreboard, of which there are 128.
	 * @return the rows, to be freed by the caller
	 */
	List<Integer> takeRows(int count) {
		List<Integer> rows = new ArrayList<>();
		while (rows.size() < count) {
			rows.add(this.scoreboard.allocate());
		}
		return rows;
	}

	void free(List<Integer> rows) {
		rows.forEach(this.scoreboard::free);
	}

	/**
	 * Create a cluster that has not been started.
	 */
	static SupervisedCluster create(MasterSettings settings) {
		return create(settings, Handoff.NONE);
	}

	static SupervisedCluster create(MasterSettings settings, Handoff handoff) {
		return new SupervisedCluster(settings, LAUNCH, handoff);
	}

	static SupervisedCluster create(MasterSettings settings, WorkerLaunch launch) {
		return new SupervisedCluster(settings, launch, Handoff.NONE);
	}

	/**
	 * Return the command line of workers that are JVMs.
	 */
	public static JavaCommand command(WorkerLaunch launch) {
		return ((WorkerProgram.Jvm) launch.program()).command();
	}

	/**
	 * Start a cluster whose workers are all ready.
	 */
	public static SupervisedCluster serving(MasterSettings settings) {
		SupervisedCluster cluster = create(settings);
		cluster.start();
		for (int id = 1; id <= settings.workers(); id++) {
			cluster.ready(id);
		}
		assertThat(cluster.serving).isCompleted();
		return cluster;
	}

	/**
	 * Start the cluster, which forks the workers.
	 */
	void start() {
		this.supervisor.start(this.serving);
		this.loop.run();
	}

	CompletableFuture<Serving> serving() {
		return this.serving;
	}

	ListeningSockets sockets() {
		return this.sockets;
	}

	/**
	 * Close what a cluster that was not stopped holds.
	 */
	void close() {
		this.sockets.close();
		this.scoreboard.close();
	}

	Supervisor supervisor() {
		return this.supervisor;
	}

	ManualLoop loop() {
		return this.loop;
	}

	FakeForker forker() {
		return this.forker;
	}

	/**
	 * Return the row that a worker writes.
	 */
	public ScoreboardRow row(int id) {
		return this.scoreboard.row(worker(id).request().scoreboardRow());
	}

	/**
	 * Return what the master publishes for its workers.
	 */
	PublishedState published() {
		return this.scoreboard.masterRow().published();
	}

	FakeWorker worker(int id) {
		return this.forker.worker(id);
	}

	/**
	 * Have a worker greet and listen, which makes it ready.
	 */
	void ready(int id) {
		worker(id).says(new ClusterMessage.Online());
		worker(id).says(new ClusterMessage.Listening(SERVER));
		this.loop.run();
	}

	/**
	 * Have a worker greet and listen, and say that it is not ready.
	 */
	void listensUnready(int id) {
		worker(id).says(new ClusterMessage.Online());
		says(id, new ClusterMessage.Readiness(false));
		says(id, new ClusterMessage.Listening(SERVER));
	}

	public void says(int id, ClusterMessage message) {
		worker(id).says(message);
		this.loop.run();
	}

	void exits(int id, int code) {
		worker(id).exits(code);
		this.loop.run();
	}

	/**
	 * Have a worker end as it was asked to.
	 */
	void drained(int id) {
		assertThat(worker(id).received()).as("worker " + id).contains(new Disconnect());
		worker(id).exitsAfterDisconnect(0);
		this.loop.run();
	}

	boolean isAskedToEnd(int id) {
		return worker(id).received().contains(new Disconnect());
	}

	public void advance(Duration duration) {
		this.loop.advance(duration);
	}

	CompletableFuture<RollResult> roll() {
		CompletableFuture<RollResult> future = new CompletableFuture<>();
		this.supervisor.operations().roll(future);
		this.loop.run();
		return future;
	}

	CompletableFuture<Integer> scale(int workers) {
		CompletableFuture<Integer> future = new CompletableFuture<>();
		this.supervisor.operations().scale(workers, future);
		this.loop.run();
		return future;
	}

	/**
	 * Ask for an operation on one worker.
	 */
	<T> CompletableFuture<T> operate(BiConsumer<Interventions, CompletableFuture<T>> operation) {
		CompletableFuture<T> future = new CompletableFuture<>();
		try {
			operation.accept(this.supervisor.operations().interventions(), future);
		}
		catch (OperationFailedException ex) {
			future.completeExceptionally(ex);
		}
		this.loop.run();
		return future;
	}

	ClusterStatus status() {
		return new StatusAssembler(this.supervisor, this.history, "shared", Instant.EPOCH, "/srv/app.jar",
				(pid) -> new ProcessUsage(pid, Duration.ofSeconds(1)), Clock.systemUTC())
			.assemble();
	}

	/**
	 * Return which worker is alive in which slot and generation.
	 */
	List<String> alive() {
		return this.supervisor.workers()
			.stream()
			.map((worker) -> "%d:slot%d:gen%d:%s".formatted(worker.id(), worker.slot(), worker.generation(),
					worker.state()))
			.toList();
	}

	List<ClusterEvent> events() {
		return this.events;
	}

	<E extends ClusterEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	List<Exited> exits() {
		return events(Exited.class);
	}

	/**
	 * Stop the cluster, and see that nothing is left of it.
	 */
	public void stop() {
		CompletableFuture<Void> stopped = new CompletableFuture<>();
		this.supervisor.stop(stopped);
		this.loop.run();
		this.supervisor.workers().forEach((worker) -> drained(worker.id()));
		assertThat(stopped).isCompleted();
		assertNothingIsLeft();
	}

	void assertNothingIsLeft() {
		assertThat(this.supervisor.workers()).isEmpty();
		assertThat(this.loop.timers()).isZero();
		assertThat(this.sockets.localAddresses()).isEmpty();
		assertThat(this.scoreboard.allocate()).as("the first free row after the master's").isEqualTo(2);
		this.scoreboard.close();
	}

}
