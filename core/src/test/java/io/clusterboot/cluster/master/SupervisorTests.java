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
import io.clusterboot.cluster.loop.Backoff;
import io.clusterboot.cluster.master.FakeForker.FakeWorker;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The supervisor on a loop that is moved by hand, with workers that do as they are told.
 */
class SupervisorTests {

	private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final ServerAddress UDP = new ServerAddress("127.0.0.1", 8125, AddressType.UDP4, 0);

	private SupervisedCluster cluster = SupervisedCluster.create(settings(1));

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@AfterEach
	void nothingIsLeft() {
		this.cluster.close();
	}

	@Test
	void startForksOneWorkerForEachSlot() {
		start(3);
		assertThat(this.cluster.forker().workers()).extracting((worker) -> worker.request().workerId())
			.containsExactly(1, 2, 3);
		assertThat(this.cluster.forker().workers()).extracting((worker) -> worker.request().slot())
			.containsExactly(0, 1, 2);
	}

	@Test
	void eventsOfOneWorkerComeInOrderAndOnce() {
		Supervisor supervisor = start(1);
		FakeWorker worker = this.cluster.forker().worker(1);
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Listening(SERVER));
		this.cluster.loop().run();
		stop(supervisor);
		worker.exits(0);
		this.cluster.loop().run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening", "Ready", "Serving", "Started",
				"Disconnected", "Exited", "Finished");
		assertNothingIsLeft(supervisor);
	}

	@Test
	void servesOnceEverySlotIsDecidedAndOneIsReady() {
		start(3);
		this.cluster.forker().worker(1).says(new ClusterMessage.Listening(SERVER));
		this.cluster.forker().worker(2).exits(1);
		this.cluster.loop().run();
		assertThat(this.cluster.serving()).isNotDone();
		this.cluster.forker().worker(3).says(new ClusterMessage.Listening(SERVER));
		this.cluster.loop().run();
		assertThat(this.cluster.serving()).isCompletedWithValueMatching((it) -> it.ready() == 2 && it.size() == 3);
	}

	@Test
	void udpPortOfAWorkerThatTellsItsReadinessIsNotWhatItStartsFor() {
		start(1);
		FakeWorker worker = this.cluster.forker().worker(1);
		worker.says(new ClusterMessage.Online());
		worker.says(new ClusterMessage.Readiness(false));
		worker.says(new ClusterMessage.Listening(UDP));
		this.cluster.loop().run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening");
		assertThat(this.cluster.serving()).isNotDone();
		worker.says(new ClusterMessage.Listening(SERVER));
		worker.says(new ClusterMessage.Readiness(true));
		this.cluster.loop().run();
		assertThat(names()).endsWith("Listening", "Ready", "Serving");
		assertThat(this.cluster.serving()).isCompleted();
	}

	@Test
	void workerWithNothingButAUdpPortServes() {
		start(1);
		this.cluster.forker().worker(1).says(new ClusterMessage.Online());
		this.cluster.forker().worker(1).says(new ClusterMessage.Listening(UDP));
		this.cluster.loop().run();
		assertThat(names()).containsExactly("Forked", "Online", "Listening", "Ready", "Serving");
	}

	@Test
	void startFailsWhenNoFirstWorkerGetsReady() {
		start(2);
		this.cluster.forker().worker(1).exits(1);
		this.cluster.forker().worker(2).exits(137);
		this.cluster.loop().run();
		assertThat(this.cluster.serving()).isCompletedExceptionally();
		ClusterStartException failure = (ClusterStartException) failureOf(this.cluster.serving());
		assertThat(failure.failures()).extracting((exit) -> exit.status().code()).containsExactly(1, 137);
		assertThat(failure.failures().get(0).lastOutput()).containsExactly("last words of worker 1");
	}

	@Test
	void workerThatDoesNotListenInTimeIsEndedAndReplaced() {
		start(1);
		FakeWorker worker = this.cluster.forker().worker(1);
		worker.says(new ClusterMessage.Online());
		this.cluster.loop().advance(Duration.ofSeconds(59));
		assertThat(worker.received()).isEmpty();
		this.cluster.loop().advance(Duration.ofSeconds(1));
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT);
		worker.dumpsThreads(null);
		this.cluster.loop().run();
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM);
		this.cluster.loop().advance(MasterSettings.TERMINATION_TIMEOUT);
		this.cluster.loop().advance(MasterSettings.EXAMINATION_TIMEOUT);
		assertThat(worker.received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGQUIT, Signal.SIGKILL);
		worker.exits(137);
		this.cluster.loop().run();
		assertThat(exits()).singleElement().matches((exit) -> !exit.expected());
	}

	@Test
	void deadWorkerIsReplacedAfterPausesThatDouble() {
		start(1);
		listen(1);
		List<Long> pauses = new ArrayList<>();
		for (int id = 1; id <= 10; id++) {
			this.cluster.forker().worker(id).exits(1);
			this.cluster.loop().run();
			Duration pause = exits().get(exits().size() - 1).respawnDelay();
			assertThat(pause).isNotNull();
			pauses.add(pause.toMillis());
			this.cluster.loop().advance(pause.minusMillis(1));
			assertThat(this.cluster.forker().workers()).hasSize(id);
			this.cluster.loop().advance(Duration.ofMillis(1));
			assertThat(this.cluster.forker().workers()).hasSize(id + 1);
		}
		assertThat(pauses).containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 12800L, 15000L, 15000L);
		assertThat(this.cluster.forker().workers()).extracting((worker) -> worker.request().slot()).containsOnly(0);
	}

	@Test
	void pauseStartsOverAfterAWorkerThatStayedUp() {
		start(1);
		listen(1);
		this.cluster.forker().worker(1).exits(1);
		this.cluster.loop().advance(Duration.ofMillis(100));
		this.cluster.forker().worker(2).exits(1);
		this.cluster.loop().advance(Duration.ofMillis(200));
		listen(3);
		this.cluster.loop().advance(Backoff.RESET_AFTER);
		this.cluster.forker().worker(3).exits(1);
		this.cluster.loop().run();
		assertThat(exits().get(2).respawnDelay()).isEqualTo(Duration.ofMillis(100));
	}

	@Test
	void failedForkIsReportedAndFailsTheStart() {
		this.cluster.forker().failNext(1);
		this.cluster.start();
		assertThat(this.cluster.events().get(0)).isInstanceOfSatisfying(ClusterEvent.Forked.class, (forked) -> {
			assertThat(forked.failure()).isEqualTo("no more processes");
			assertThat(forked.worker().pid()).isEqualTo(-1);
		});
		assertThat(names()).containsExactly("Forked", "Disconnected", "Exited");
		assertThat(this.cluster.serving()).isCompletedExceptionally();
	}

	@Test
	void stopAsksThenTerminatesThenKills() {
		Supervisor supervisor = start(1);
		listen(1);
		stop(supervisor);
		FakeWorker worker = this.cluster.forker().worker(1);
		assertThat(worker.received()).containsExactly(new Disconnect());
		assertThat(supervisor.workers()).extracting(WorkerInfo::state).containsExactly(WorkerState.DRAINING);
		this.cluster.loop().advance(Duration.ofSeconds(30).plus(MasterSettings.DRAIN_MARGIN));
		this.cluster.loop().advance(MasterSettings.TERMINATION_TIMEOUT);
		worker.dumpsThreads(Path.of("dump.txt"));
		this.cluster.loop().run();
		assertThat(this.cluster.events()).last().isInstanceOf(ClusterEvent.ThreadsDumped.class);
		assertThat(this.stopped).isNotDone();
		this.cluster.loop().advance(MasterSettings.KILL_TIMEOUT);
		assertThat(worker.received()).containsExactly(new Disconnect(), Signal.SIGTERM, Signal.SIGQUIT, Signal.SIGKILL);
		assertThat(this.stopped).as("what outlives SIGKILL is not waited for").isCompleted();
		assertThat(this.cluster.events()).filteredOn(ClusterEvent.StopEscalated.class::isInstance).hasSize(3);
		worker.exits(137);
		this.cluster.loop().run();
		assertThat(exits()).singleElement().matches(Exited::expected);
		assertNothingIsLeft(supervisor);
	}

	@Test
	void stopNowKillsDrainingWorkers() {
		Supervisor supervisor = start(2);
		listen(1);
		stop(supervisor);
		supervisor.stopNow();
		assertThat(this.cluster.forker().worker(1).received()).containsExactly(new Disconnect(), Signal.SIGKILL);
		assertThat(this.cluster.forker().worker(2).received()).containsExactly(new Disconnect(), Signal.SIGKILL);
	}

	@Test
	void stopWhileStartingCancelsTheStart() {
		Supervisor supervisor = start(2);
		stop(supervisor);
		assertThat(failureOf(this.cluster.serving())).isInstanceOf(CancellationException.class);
		this.cluster.forker().workers().forEach((worker) -> worker.exits(0));
		this.cluster.loop().run();
		assertNothingIsLeft(supervisor);
	}

	@Test
	void stopWhileASlotWaitsForItsNextWorkerForksNoMore() {
		Supervisor supervisor = start(1);
		listen(1);
		this.cluster.forker().worker(1).exits(1);
		this.cluster.loop().run();
		stop(supervisor);
		assertThat(this.stopped).isCompleted();
		this.cluster.loop().advance(Duration.ofMinutes(1));
		assertThat(this.cluster.forker().workers()).hasSize(1);
		assertNothingIsLeft(supervisor);
	}

	@Test
	void stopBeforeStartForksNothing() {
		Supervisor supervisor = supervisor(2);
		stop(supervisor);
		supervisor.start(this.cluster.serving());
		assertThat(this.cluster.serving()).isCompletedExceptionally();
		assertThat(this.cluster.forker().workers()).isEmpty();
		assertThat(this.cluster.events()).isEmpty();
	}

	@Test
	void exitComesAfterDisconnectWhicheverIsSeenFirst() {
		start(2);
		this.cluster.forker().worker(1).exits(1);
		this.cluster.forker().worker(2).exitsAfterDisconnect(1);
		this.cluster.loop().run();
		for (int id = 1; id <= 2; id++) {
			assertThat(names(id)).containsExactly("Forked", "Disconnected", "Exited");
		}
	}

	@Test
	void channelThatOutlivesItsProcessIsClosed() {
		start(1);
		listen(1);
		this.cluster.forker().worker(1).exitsWithOpenChannel(1);
		this.cluster.loop().run();
		assertThat(exits()).isEmpty();
		this.cluster.loop().advance(MasterSettings.END_OF_CHANNEL_TIMEOUT);
		assertThat(this.cluster.forker().worker(1).received()).containsExactly("channel closed");
		assertThat(exits()).hasSize(1);
	}

	@Test
	void allWorkersGetTheSameSocketForAnAddress() {
		start(2);
		this.cluster.forker().worker(1).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.cluster.forker().worker(2).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.cluster.loop().run();
		for (FakeWorker worker : this.cluster.forker().workers()) {
			assertThat(worker.received()).containsExactly(new ServerReply(0, SERVER.key()), HandleKind.TCP_LISTENER);
		}
		assertThat(this.cluster.sockets().localAddresses()).hasSize(1);
	}

	@Test
	void twoServersOnPortZeroGetTwoPorts() {
		start(1);
		this.cluster.forker().worker(1).says(new ClusterMessage.QueryServer(SERVER, 0));
		this.cluster.forker()
			.worker(1)
			.says(new ClusterMessage.QueryServer(new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 1), 0));
		this.cluster.loop().run();
		assertThat(this.cluster.sockets().localAddresses()).extracting(InetSocketAddress::getPort)
			.doesNotHaveDuplicates()
			.hasSize(2);
	}

	@Test
	void takenPortIsAnsweredWithItsErrorNumberAndCanBeAskedForAgain() throws Exception {
		start(1);
		ServerAddress taken;
		try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			taken = new ServerAddress("127.0.0.1", other.getLocalPort(), AddressType.IPV4, 0);
			this.cluster.forker().worker(1).says(new ClusterMessage.QueryServer(taken, 0));
			this.cluster.loop().run();
			assertThat(this.cluster.forker().worker(1).received())
				.containsExactly(new ServerReply(Errno.EADDRINUSE.negative(), taken.key()));
		}
		this.cluster.forker().worker(1).says(new ClusterMessage.QueryServer(taken, 0));
		this.cluster.loop().run();
		assertThat(this.cluster.forker().worker(1).received()).contains(new ServerReply(0, taken.key()));
	}

	@Test
	void hostNameInAQueryIsRefusedWithoutALookup() {
		start(1);
		this.cluster.forker()
			.worker(1)
			.says(new ClusterMessage.QueryServer(new ServerAddress("example.org", 80, AddressType.IPV4, 0), 0));
		this.cluster.loop().run();
		assertThat(this.cluster.forker().worker(1).received()).containsExactly(new ServerReply(Errno.EINVAL.negative(),
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
			this.cluster.forker().worker(1).saysRaw(mapper.readTree(frame));
		}
		this.cluster.loop().run();
		assertThat(this.cluster.forker().worker(1).received()).isEmpty();
		assertThat(names()).containsExactly("Forked");
	}

	@ParameterizedTest
	@EnumSource(names = { "SIGINT", "SIGHUP" })
	void workerThatTheTerminalEndsRightBeforeTheStopEndsWithTheStop(Signal signal) {
		Supervisor supervisor = start(2);
		this.cluster.forker().worker(1).exits(ExitStatus.of(signal).code());
		this.cluster.forker().worker(2).exitsAfterDisconnect(ExitStatus.of(signal).code());
		this.cluster.loop().advance(HeldExits.LIMIT.minusMillis(1));
		assertThat(exits()).isEmpty();
		assertThat(this.cluster.serving()).isNotDone();
		stop(supervisor);
		assertThat(exits()).hasSize(2).allMatch(Exited::expected);
		assertThat(failureOf(this.cluster.serving())).isInstanceOf(CancellationException.class);
		assertThat(this.cluster.forker().workers()).hasSize(2);
		assertNothingIsLeft(supervisor);
	}

	@Test
	void endOfAWorkerThatWasReadyIsNotHeldBack() {
		start(1);
		listen(1);
		this.cluster.loop().advance(Duration.ofSeconds(1));
		this.cluster.forker().worker(1).exits(ExitStatus.of(Signal.SIGINT).code());
		this.cluster.loop().run();
		assertThat(exits()).singleElement().matches((exit) -> !exit.expected());
	}

	@Test
	void workerThatIsInterruptedAloneIsReplacedLater() {
		start(1);
		listen(1);
		this.cluster.forker().worker(1).exits(ExitStatus.of(Signal.SIGINT).code());
		this.cluster.loop().run();
		assertThat(exits()).isEmpty();
		this.cluster.loop().advance(HeldExits.LIMIT);
		assertThat(exits()).singleElement().matches((exit) -> !exit.expected());
		this.cluster.loop().advance(Duration.ofSeconds(1));
		assertThat(this.cluster.forker().workers()).hasSize(2);
	}

	private Supervisor start(int workers) {
		Supervisor supervisor = supervisor(workers);
		supervisor.start(this.cluster.serving());
		this.cluster.loop().run();
		return supervisor;
	}

	private Supervisor supervisor(int workers) {
		this.cluster.close();
		this.cluster = SupervisedCluster.create(settings(workers));
		return this.cluster.supervisor();
	}

	private static MasterSettings settings(int workers) {
		RespawnSettings patient = new RespawnSettings(Duration.ofMillis(100), Duration.ofSeconds(15), 1000,
				Duration.ofSeconds(60));
		return MasterSettings.of(workers).withReplacement(patient, RollingSettings.DEFAULTS, RecycleSettings.NEVER);
	}

	private void listen(int id) {
		this.cluster.forker().worker(id).says(new ClusterMessage.Online());
		this.cluster.forker().worker(id).says(new ClusterMessage.Listening(SERVER));
		this.cluster.loop().run();
	}

	private void stop(Supervisor supervisor) {
		supervisor.stop(this.stopped);
		this.cluster.loop().run();
	}

	private void assertNothingIsLeft(Supervisor supervisor) {
		assertThat(this.stopped).isCompleted();
		assertThat(supervisor.workers()).isEmpty();
		assertThat(this.cluster.loop().timers()).isZero();
		assertThat(this.cluster.sockets().localAddresses()).isEmpty();
	}

	private static Throwable failureOf(CompletableFuture<?> future) {
		return future.handle((result, failure) -> failure).join();
	}

	private List<String> names() {
		return this.cluster.events().stream().map((event) -> event.getClass().getSimpleName()).toList();
	}

	private List<String> names(int workerId) {
		return this.cluster.events()
			.stream()
			.filter((event) -> event instanceof ClusterEvent.OfWorker of && of.worker().id() == workerId)
			.map((event) -> event.getClass().getSimpleName())
			.toList();
	}

	private List<Exited> exits() {
		return this.cluster.events().stream().filter(Exited.class::isInstance).map(Exited.class::cast).toList();
	}

}
