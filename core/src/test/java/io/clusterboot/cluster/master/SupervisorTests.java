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

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.loop.Backoff;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.cluster.master.FakeForker.FakeWorker;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.Scoreboard;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The supervisor on a loop that is moved by hand, with workers that do as they are told.
 */
class SupervisorTests {

	private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final ServerAddress UDP = new ServerAddress("127.0.0.1", 8125, AddressType.UDP4, 0);

	private final ManualLoop loop = new ManualLoop();

	private final FakeForker forker = new FakeForker();

	private final ListeningSockets sockets = new ListeningSockets(SchedulingPolicy.SHARED);

	private final Scoreboard scoreboard = Scoreboard.create(32);

	private final List<ClusterEvent> events = new ArrayList<>();

	private final CompletableFuture<Serving> serving = new CompletableFuture<>();

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@AfterEach
	void nothingIsLeft() {
		this.sockets.close();
		this.scoreboard.close();
	}

	@Test
	void startForksOneWorkerForEachSlot() {
		start(3);
		assertThat(this.forker.workers()).extracting((worker) -> worker.request().workerId()).containsExactly(1, 2, 3);
		assertThat(this.forker.workers()).extracting((worker) -> worker.request().slot()).containsExactly(0, 1, 2);
	}

	@Test
	void eventsOfOneWorkerComeInOrderAndOnce() {
		Supervisor supervisor = start(1);
		FakeWorker worker = this.forker.worker(1);
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Listening(SERVER));
		this.loop.run();
		stop(supervisor);
		worker.exits(0);
		this.loop.run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening", "Ready", "Serving", "Stopping",
				"Disconnected", "Exited", "Stopped");
		assertNothingIsLeft(supervisor);
	}

	@Test
	void servesOnceEverySlotIsDecidedAndOneListens() {
		start(3);
		this.forker.worker(1).says(new ClusterMessage.Listening(SERVER));
		this.forker.worker(2).exits(1);
		this.loop.run();
		assertThat(this.serving).isNotDone();
		this.forker.worker(3).says(new ClusterMessage.Listening(SERVER));
		this.loop.run();
		assertThat(this.serving).isCompletedWithValueMatching((it) -> it.listening() == 2 && it.size() == 3);
	}

	@Test
	void udpPortOfAWorkerThatTellsItsReadinessIsNotWhatItStartsFor() {
		start(1);
		FakeWorker worker = this.forker.worker(1);
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Readiness(false));
		worker.says(new ClusterMessage.Listening(UDP));
		this.loop.run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening");
		assertThat(this.serving).isNotDone();
		worker.says(new ClusterMessage.Listening(SERVER));
		worker.says(new ClusterMessage.Readiness(true));
		this.loop.run();
		assertThat(names()).endsWith("Listening", "Serving", "Ready");
		assertThat(this.serving).isCompleted();
	}

	@Test
	void workerWithNothingButAUdpPortServes() {
		start(1);
		this.forker.worker(1).says(new ClusterMessage.Online());
		this.forker.worker(1).says(new ClusterMessage.Listening(UDP));
		this.loop.run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening", "Ready", "Serving");
	}

	@Test
	void startFailsWhenNoFirstWorkerListens() {
		start(2);
		this.forker.worker(1).exits(1);
		this.forker.worker(2).exits(137);
		this.loop.run();
		assertThat(this.serving).isCompletedExceptionally();
		ClusterStartException failure = (ClusterStartException) failureOf(this.serving);
		assertThat(failure.failures()).extracting((exit) -> exit.status().code()).containsExactly(1, 137);
		assertThat(failure.failures().get(0).lastOutput()).containsExactly("last words of worker 1");
	}

	@Test
	void workerThatDoesNotListenInTimeIsEndedAndReplaced() {
		start(1);
		FakeWorker worker = this.forker.worker(1);
		worker.says(new ClusterMessage.Online());
		this.loop.advance(Duration.ofSeconds(59));
		assertThat(worker.received()).isEmpty();
		this.loop.advance(Duration.ofSeconds(1));
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT);
		worker.dumpsThreads(null);
		this.loop.run();
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM);
		this.loop.advance(MasterSettings.TERMINATION_TIMEOUT);
		this.loop.advance(MasterSettings.EXAMINATION_TIMEOUT);
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGQUIT, Signal.SIGKILL);
		worker.exits(137);
		this.loop.run();
		assertThat(exits()).singleElement().matches((exit) -> !exit.expected());
	}

	@Test
	void deadWorkerIsReplacedAfterPausesThatDouble() {
		start(1);
		listen(1);
		List<Long> pauses = new ArrayList<>();
		for (int id = 1; id <= 10; id++) {
			this.forker.worker(id).exits(1);
			this.loop.run();
			Duration pause = exits().get(exits().size() - 1).respawnDelay();
			assertThat(pause).isNotNull();
			pauses.add(pause.toMillis());
			this.loop.advance(pause.minusMillis(1));
			assertThat(this.forker.workers()).hasSize(id);
			this.loop.advance(Duration.ofMillis(1));
			assertThat(this.forker.workers()).hasSize(id + 1);
		}
		assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 15000L, 15000L);
		assertThat(this.forker.workers()).extracting((worker) -> worker.request().slot()).containsOnly(0);
	}

	@Test
	void pauseStartsOverAfterAWorkerThatStayedUp() {
		start(1);
		listen(1);
		this.forker.worker(1).exits(1);
		this.loop.advance(Duration.ofMillis(100));
		this.forker.worker(2).exits(1);
		this.loop.advance(Duration.ofMillis(200));
		listen(3);
		this.loop.advance(Backoff.RESET_AFTER);
		this.forker.worker(3).exits(1);
		this.loop.run();
		assertThat(exits().get(2).respawnDelay()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void failedForkIsAFailureLikeAnyOther() {
		this.forker.failNext(1);
		start(1);
		assertThat(this.events.get(0)).isInstanceOfSatisfying(ClusterEvent.Forked.class, (forked) -> {
			assertThat(forked.failure()).isEqualTo("no more processes");
			assertThat(forked.worker().pid()).isEqualTo(-1);
		});
		assertThat(names()).containsExactly("Forked", "Disconnected", "Exited");
		assertThat(this.serving).isCompletedExceptionally();
	}

	@Test
	void stopAsksThenTerminatesThenKills() {
		Supervisor supervisor = start(1);
		listen(1);
		stop(supervisor);
		FakeWorker worker = this.forker.worker(1);
		assertThat(worker.received()).containsExactly(new Disconnect());
		assertThat(supervisor.workers()).extracting(WorkerInfo::state).containsExactly(WorkerState.DRAINING);
		this.loop.advance(Duration.ofSeconds(30).plus(MasterSettings.DRAIN_MARGIN));
		this.loop.advance(MasterSettings.TERMINATION_TIMEOUT);
		worker.dumpsThreads(Path.of("dump.txt"));
		this.loop.run();
		assertThat(this.events).last().isInstanceOf(ClusterEvent.ThreadsDumped.class);
		assertThat(this.stopped).isNotDone();
		this.loop.advance(MasterSettings.KILL_TIMEOUT);
		assertThat(worker.received()).containsExactly(new Disconnect(), Signal.SIGTERM, Signal.SIGQUIT, Signal.SIGKILL);
		assertThat(this.stopped).as("what outlives SIGKILL is not waited for").isCompleted();
		assertThat(this.events).filteredOn(ClusterEvent.StopEscalated.class::isInstance).hasSize(3);
		worker.exits(137);
		this.loop.run();
		assertThat(exits()).singleElement().matches(Exited::expected);
		assertNothingIsLeft(supervisor);
	}

	@Test
	void hurryKillsWhatDrains() {
		Supervisor supervisor = start(2);
		listen(1);
		stop(supervisor);
		supervisor.stopNow();
		assertThat(this.forker.worker(1).received()).containsExactly(new Disconnect(), Signal.SIGKILL);
		assertThat(this.forker.worker(2).received()).containsExactly(new Disconnect(), Signal.SIGKILL);
	}

	@Test
	void stopWhileStartingCancelsTheStart() {
		Supervisor supervisor = start(2);
		stop(supervisor);
		assertThat(failureOf(this.serving)).isInstanceOf(CancellationException.class);
		this.forker.workers().forEach((worker) -> worker.exits(0));
		this.loop.run();
		assertNothingIsLeft(supervisor);
	}

	@Test
	void stopWhileASlotWaitsForItsNextWorkerForksNoMore() {
		Supervisor supervisor = start(1);
		listen(1);
		this.forker.worker(1).exits(1);
		this.loop.run();
		stop(supervisor);
		assertThat(this.stopped).isCompleted();
		this.loop.advance(Duration.ofMinutes(1));
		assertThat(this.forker.workers()).hasSize(1);
		assertNothingIsLeft(supervisor);
	}

	@Test
	void stopBeforeStartForksNothing() {
		Supervisor supervisor = supervisor(2);
		stop(supervisor);
		supervisor.start(this.serving);
		assertThat(this.serving).isCompletedExceptionally();
		assertThat(this.forker.workers()).isEmpty();
		assertThat(this.events).isEmpty();
	}

	@Test
	void exitComesAfterDisconnectWhicheverIsSeenFirst() {
		start(2);
		this.forker.worker(1).exits(1);
		this.forker.worker(2).exitsAfterDisconnect(1);
		this.loop.run();
		for (int id = 1; id <= 2; id++) {
			assertThat(names(id)).containsExactly("Forked", "Disconnected", "Exited");
		}
	}

	@Test
	void channelThatOutlivesItsProcessIsClosed() {
		start(1);
		listen(1);
		this.forker.worker(1).exitsWithOpenChannel(1);
		this.loop.run();
		assertThat(exits()).isEmpty();
		this.loop.advance(MasterSettings.END_OF_CHANNEL_TIMEOUT);
		assertThat(this.forker.worker(1).received()).containsExactly("channel closed");
		assertThat(exits()).hasSize(1);
	}

	@Test
	void allWorkersGetTheSameSocketForAnAddress() {
		start(2);
		this.forker.worker(1).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.forker.worker(2).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.loop.run();
		for (FakeWorker worker : this.forker.workers()) {
			assertThat(worker.received()).containsExactly(new ServerReply(0, SERVER.key()), HandleKind.TCP_LISTENER);
		}
		assertThat(this.sockets.localAddresses()).hasSize(1);
	}

	@Test
	void twoServersOnPortZeroGetTwoPorts() {
		start(1);
		this.forker.worker(1).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.forker.worker(1)
			.says(new ClusterMessage.QueryServer(new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 1), 0));
		this.loop.run();
		assertThat(this.sockets.localAddresses()).extracting(InetSocketAddress::getPort)
			.doesNotHaveDuplicates()
			.hasSize(2);
	}

	@Test
	void takenPortIsAnsweredWithItsErrorNumberAndCanBeAskedForAgain() throws Exception {
		start(1);
		ServerAddress taken;
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			taken = new ServerAddress("127.0.0.1", other.getLocalPort(), AddressType.IPV4, 0);
			this.forker.worker(1).says(new ClusterMessage.QueryServer(taken, 0));
			this.loop.run();
			assertThat(this.forker.worker(1).received())
				.containsExactly(new ServerReply(Errno.EADDRINUSE.negative(), taken.key()));
		}
		this.forker.worker(1).says(new ClusterMessage.QueryServer(taken, 0));
		this.loop.run();
		assertThat(this.forker.worker(1).received()).contains(new ServerReply(0, taken.key()));
	}

	@Test
	void hostNameInAQueryIsRefusedWithoutALookup() {
		start(1);
		this.forker.worker(1)
			.says(new ClusterMessage.QueryServer(new ServerAddress("example.org", 80, AddressType.IPV4, 0), 0));
		this.loop.run();
		assertThat(this.forker.worker(1).received()).containsExactly(new ServerReply(Errno.EINVAL.negative(),
				new ServerAddress("example.org", 80, AddressType.IPV4, 0).key()));
	}

	@Test
	void unknownAndMalformedMessagesAreIgnored() {
		start(1);
		JsonMapper mapper = JsonMapper.shared();
		for (String frame : List.of("{\"cmd\":\"NODE_CLUSTER\",\"ack\":-1,\"seq\":0}",
				"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"tomorrow\"}", "{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\"}",
				"{\"cmd\":\"NODE_CLUSTER\",\"act\":\"queryServer\",\"port\":-1,\"addressType\":-1,\"address\":null}",
				"{\"cmd\":\"NODE_SOMETHING\"}")) {
			this.forker.worker(1).saysRaw(mapper.readTree(frame));
		}
		this.loop.run();
		assertThat(this.forker.worker(1).received()).isEmpty();
		assertThat(names()).containsExactly("Forked");
	}

	private Supervisor start(int workers) {
		Supervisor supervisor = supervisor(workers);
		supervisor.start(this.serving);
		this.loop.run();
		return supervisor;
	}

	private Supervisor supervisor(int workers) {
		RespawnSettings patient = new RespawnSettings(Duration.ofMillis(100), Duration.ofSeconds(15), 1000,
				Duration.ofSeconds(60));
		MasterSettings settings = MasterSettings.of(workers)
			.withReplacement(patient, RollingSettings.DEFAULTS, RecycleSettings.NEVER);
		return new Supervisor(settings, SupervisedCluster.LAUNCH, this.loop, this.forker, this.forker, this.sockets,
				Handoff.NONE, this.scoreboard, this.events::add);
	}

	private void listen(int id) {
		this.forker.worker(id).says(new ClusterMessage.Online());
		this.forker.worker(id).says(new ClusterMessage.Listening(SERVER));
		this.loop.run();
	}

	private void stop(Supervisor supervisor) {
		supervisor.stop(this.stopped);
		this.loop.run();
	}

	private void assertNothingIsLeft(Supervisor supervisor) {
		assertThat(this.stopped).isCompleted();
		assertThat(supervisor.workers()).isEmpty();
		assertThat(this.loop.timers()).isZero();
		assertThat(this.sockets.localAddresses()).isEmpty();
	}

	private static Throwable failureOf(CompletableFuture<?> future) {
		return future.handle((result, failure) -> failure).join();
	}

	private List<String> names() {
		return this.events.stream().map((event) -> event.getClass().getSimpleName()).toList();
	}

	private List<String> names(int workerId) {
		return this.events.stream()
			.filter((event) -> event instanceof ClusterEvent.OfWorker of && of.worker().id() == workerId)
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	private List<Exited> exits() {
		return this.events.stream().filter(Exited.class::isInstance).map(Exited.class::cast).toList();
	}

}
