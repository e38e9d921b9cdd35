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

package io.clusterboot.cluster;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Disconnected;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Forked;
import io.clusterboot.cluster.event.ClusterEvent.Listening;
import io.clusterboot.cluster.event.ClusterEvent.OfWorker;
import io.clusterboot.cluster.event.ClusterEvent.Online;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The life of workers that are JVMs, as Node's own tests check it.
 */
@Timeout(300)
class ClusterLifeCycleConformanceTests {

	@RegisterExtension
	private final RunningCluster cluster = new RunningCluster();

	private static InetSocketAddress inet(Listening event) {
		return (InetSocketAddress) event.address();
	}

	private static Socket connect(SocketAddress address) throws Exception {
		Socket client = new Socket();
		client.connect(address, 120_000);
		client.setSoTimeout(120_000);
		return client;
	}

	private static void assertEcho(Socket client, String text) throws Exception {
		OutputStream output = client.getOutputStream();
		InputStream input = client.getInputStream();
		output.write(text.getBytes(StandardCharsets.US_ASCII));
		assertThat(input.readNBytes(text.length())).asString(StandardCharsets.US_ASCII).isEqualTo(text);
	}

	// test-cluster-basic
	@Test
	void eachStepIsToldOnceAndInOrder() {
		int id = this.cluster.fork();
		assertThat(id).isEqualTo(1);
		this.cluster.say(id, "variable CLUSTER_UNIQUE_ID");
		this.cluster.awaitMessage(id, Map.of("CLUSTER_UNIQUE_ID", "unset"));
		this.cluster.say(id, "listen");
		Listening listening = this.cluster.await(Listening.class, id);
		assertThat(inet(listening).getAddress()).isEqualTo(InetAddress.getLoopbackAddress());
		assertThat(inet(listening).getPort()).isPositive();
		this.cluster.say(id, "exit 3");
		assertThat(this.cluster.lifeOf(id)).containsExactly("forked", "online", "{\"CLUSTER_UNIQUE_ID\":\"unset\"}",
				"listening", "ready", "disconnected", "exited");
		assertThat(this.cluster.eventsOf(id)).extracting((event) -> event.worker().state())
			.startsWith(WorkerState.STARTING, WorkerState.ONLINE, WorkerState.ONLINE, WorkerState.READY,
					WorkerState.READY)
			.endsWith(WorkerState.DEAD);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(new ExitStatus(3));
		assertThat(exited.status().signal()).isEmpty();
	}

	// test-cluster-worker-init, test-cluster-worker-events: what is sent right after
	// the fork is kept until somebody listens, and comes once
	@Test
	void messageSentRightAfterTheForkArrivesOnce() {
		int id = this.cluster.fork();
		this.cluster.say(id, "tell");
		this.cluster.say(id, "exit 0");
		assertThat(this.cluster.lifeOf(id)).filteredOn((event) -> event.startsWith("{"))
			.singleElement()
			.asString()
			.contains("\"id\":" + id);
	}

	// test-cluster-message
	@Test
	void messagesGoBothWaysBesideTheServer() throws Exception {
		int id = this.cluster.forkListening();
		try (Socket client = connect(this.cluster.await(Listening.class, id).address())) {
			assertEcho(client, "over the socket");
			this.cluster.say(id, "variable INHERITED");
			this.cluster.awaitMessage(id, Map.of("INHERITED", "by all"));
			assertEcho(client, "and again");
		}
	}

	// test-cluster-fork-env
	@Test
	void environmentOfAForkAddsAndOverrides() {
		int plain = this.cluster.fork();
		int special = this.cluster.fork(Map.of("INHERITED", "no more", "ADDED", "yes"));
		for (String variable : List.of("INHERITED", "ADDED")) {
			this.cluster.say(plain, "variable " + variable);
			this.cluster.say(special, "variable " + variable);
		}
		this.cluster.awaitMessage(plain, Map.of("INHERITED", "by all"));
		this.cluster.awaitMessage(plain, Map.of("ADDED", "unset"));
		this.cluster.awaitMessage(special, Map.of("INHERITED", "no more"));
		this.cluster.awaitMessage(special, Map.of("ADDED", "yes"));
	}

	// test-cluster-worker-isconnected, test-cluster-worker-isdead,
	// test-cluster-worker-constructor
	@Test
	void workerIsConnectedAndAliveFromTheForkUntilTheEndIsTold() {
		WorkerInfo forked = RunningCluster.await(this.cluster.master().fork(Map.of()));
		assertThat(forked.connected()).isTrue();
		assertThat(forked.isDead()).isFalse();
		assertThat(forked.exitedAfterDisconnect()).isEmpty();
		int id = forked.id();
		this.cluster.say(id, "tell");
		WorkerInfo told = this.cluster.await(ClusterEvent.Message.class, id).worker();
		assertThat(told.connected()).isTrue();
		assertThat(told.exitedAfterDisconnect()).isEmpty();
		assertThat(this.cluster.await(ClusterEvent.Message.class, id).message().get("connected").booleanValue())
			.isTrue();
		this.cluster.master().disconnect(id);
		assertThat(this.cluster.await(Disconnected.class, id).worker().connected()).isFalse();
		assertThat(this.cluster.await(Exited.class, id).worker().isDead()).isTrue();
	}

	// test-cluster-worker-death, test-cluster-worker-exit
	@ParameterizedTest
	@ValueSource(strings = { "idle", "listening" })
	void workerThatExitsIsToldOnceAndWasNotWantedTo(String state) {
		int id = state.equals("idle") ? this.cluster.fork() : this.cluster.forkListening();
		this.cluster.say(id, "exit 42");
		assertThat(this.cluster.lifeOf(id)).endsWith("disconnected", "exited");
		assertThat(this.cluster.events(Disconnected.class)).hasSize(1);
		assertThat(this.cluster.events(Exited.class)).singleElement().satisfies((exited) -> {
			assertThat(exited.status()).isEqualTo(new ExitStatus(42));
			assertThat(exited.worker().exitedAfterDisconnect()).hasValue(false);
			assertThat(exited.worker().id()).isEqualTo(id);
			assertThat(ProcessHandle.of(exited.worker().pid())).isEmpty();
		});
		assertThat(this.cluster.await(Disconnected.class, id).worker().exitedAfterDisconnect()).hasValue(false);
	}

	// test-cluster-worker-kill, test-cluster-worker-kill-signal
	@Test
	void workerThatIsKilledIsToldWithTheSignal() {
		int id = this.cluster.forkListening();
		this.cluster.master().kill(id, Signal.SIGKILL);
		assertThat(this.cluster.lifeOf(id)).endsWith("disconnected", "exited");
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status().signal()).hasValue(Signal.SIGKILL);
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(false);
		assertThat(this.cluster.events(Exited.class)).hasSize(1);
		assertThat(this.cluster.master().workers()).isEmpty();
	}

	// test-cluster-kill-infinite-loop
	@Test
	void workerInABusyLoopIsTerminated() {
		int id = this.cluster.fork();
		this.cluster.say(id, "spin");
		this.cluster.awaitMessage(id, "spins");
		this.cluster.master().kill(id, Signal.SIGTERM);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(ExitStatus.of(Signal.SIGTERM));
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(false);
	}

	// test-cluster-kill-disconnect, test-cluster-worker-destroy: the worker says it
	// itself
	@ParameterizedTest
	@ValueSource(strings = { "kill", "disconnect", "disconnect-then-kill" })
	void workerThatLeavesIsWantedTo(String how) {
		int id = this.cluster.forkListening();
		this.cluster.say(id, how);
		assertThat(this.cluster.lifeOf(id)).endsWith("disconnected", "exited");
		assertThat(this.cluster.await(Disconnected.class, id).worker().exitedAfterDisconnect()).hasValue(true);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(true);
		assertThat(exited.status()).isEqualTo(new ExitStatus(0));
		assertThat(exited.respawnDelay()).isNull();
	}

	// test-cluster-worker-destroy: a worker that kills itself does not wait for its
	// connections
	@Test
	void workerThatKillsItselfWaitsForNoConnection() throws Exception {
		int id = this.cluster.forkListening();
		try (Socket client = connect(this.cluster.await(Listening.class, id).address())) {
			assertEcho(client, "connected");
			this.cluster.say(id, "kill");
			assertThat(this.cluster.await(Exited.class, id).status()).isEqualTo(new ExitStatus(0));
			assertThat(client.getInputStream().read()).isEqualTo(-1);
		}
	}

	// test-cluster-call-and-destroy; and a second disconnect is harmless, where Node's
	// worker dies of it
	@Test
	void disconnectAndKillOfAWorkerThatIsGoneAreHarmless() {
		int id = this.cluster.fork();
		this.cluster.await(Online.class, id);
		this.cluster.master().disconnect(id);
		this.cluster.master().disconnect(id);
		assertThat(this.cluster.await(Exited.class, id).status()).isEqualTo(new ExitStatus(0));
		this.cluster.master().disconnect(id);
		this.cluster.master().kill(id, Signal.SIGTERM);
		int next = this.cluster.fork();
		this.cluster.await(Online.class, next);
		assertThat(this.cluster.lifeOf(id)).containsExactly("forked", "online", "disconnected", "exited");
	}

	// test-cluster-worker-disconnect, test-cluster-worker-forced-exit
	@Test
	void workerThatIsDisconnectedDecidesItsExitCode() {
		int id = this.cluster.forkListening();
		this.cluster.say(id, "exit-on-disconnect 42");
		this.cluster.say(id, "tell");
		this.cluster.await(ClusterEvent.Message.class, id);
		this.cluster.master().disconnect(id);
		assertThat(this.cluster.lifeOf(id)).endsWith("disconnected", "exited");
		assertThat(this.cluster.await(Disconnected.class, id).worker().exitedAfterDisconnect()).hasValue(true);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(true);
		assertThat(exited.status()).isEqualTo(new ExitStatus(42));
	}

	// test-cluster-process-disconnect, test-cluster-worker-forced-exit: a
	// worker whose channel is cut exits at once, and its own listeners do not run
	@Test
	void workerThatEndsItsChannelWithoutAWordExits() {
		int id = this.cluster.forkListening();
		this.cluster.say(id, "exit-on-disconnect 42");
		this.cluster.say(id, "end-channel");
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(new ExitStatus(0));
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(false);
	}

	// test-cluster-worker-no-exit
	@Test
	void workerThatIsDisconnectedLivesWhileItHoldsAConnection() throws Exception {
		int id = this.cluster.fork();
		try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			server.setSoTimeout(120_000);
			this.cluster.say(id, "connect " + server.getLocalPort());
			try (Socket connection = server.accept()) {
				this.cluster.master().disconnect(id);
				WorkerInfo worker = this.cluster.await(Disconnected.class, id).worker();
				connection.setSoTimeout(500);
				assertThatExceptionOfType(SocketTimeoutException.class)
					.isThrownBy(() -> connection.getInputStream().read());
				assertThat(ProcessHandle.of(worker.pid())).hasValueSatisfying(ProcessHandle::isAlive);
				assertThat(this.cluster.events(Exited.class)).isEmpty();
			}
		}
		assertThat(this.cluster.await(Exited.class, id).status()).isEqualTo(new ExitStatus(0));
	}

	// test-cluster-worker-wait-server-close
	@ParameterizedTest
	@ValueSource(strings = { "master", "worker" })
	void workerDisconnectsWhenItsConnectionsHaveEnded(String initiator) throws Exception {
		int id = this.cluster.forkListening();
		try (Socket client = connect(this.cluster.await(Listening.class, id).address())) {
			assertEcho(client, "before");
			if (initiator.equals("master")) {
				this.cluster.master().disconnect(id);
			}
			else {
				this.cluster.say(id, "disconnect");
			}
			this.cluster.awaitMessage(id, "closing");
			assertEcho(client, "after");
			assertThat(this.cluster.events(Disconnected.class)).isEmpty();
		}
		assertThat(this.cluster.lifeOf(id)).endsWith("\"closing\"", "\"drained\"", "disconnected", "exited");
		assertThat(this.cluster.await(Exited.class, id).status()).isEqualTo(new ExitStatus(0));
	}

	// test-cluster-disconnect: the socket outlives the workers, where Node closes it
	@Test
	void clusterDisconnectsTwiceInARow() throws Exception {
		for (int round = 0; round < 2; round++) {
			List<Integer> ids = IntStream.range(0, 3).map((i) -> this.cluster.fork()).boxed().toList();
			for (int id : ids) {
				this.cluster.say(id, "listen");
				this.cluster.say(id, "listen");
			}
			for (int id : ids) {
				this.cluster.await(ClusterEvent.Ready.class, id);
				SocketAddress first = this.cluster.await(Listening.class, id).address();
				SocketAddress second = this.cluster
					.await(Listening.class, (event) -> event.worker().id() == id && !event.address().equals(first))
					.address();
				for (SocketAddress address : List.of(first, second)) {
					try (Socket client = connect(address)) {
						assertEcho(client, "served");
					}
				}
			}
			RunningCluster.await(this.cluster.master().disconnect());
			assertThat(this.cluster.master().workers()).isEmpty();
			assertThat(ids).allSatisfy((id) -> {
				Exited exited = this.cluster.await(Exited.class, id);
				assertThat(exited.status()).isEqualTo(new ExitStatus(0));
				assertThat(exited.worker().exitedAfterDisconnect()).hasValue(true);
			});
		}
		assertThat(this.cluster.events(Listening.class)).hasSize(12)
			.extracting((event) -> inet(event).getPort())
			.containsOnly(this.cluster.events(Listening.class)
				.stream()
				.filter((event) -> event.worker().id() == 1)
				.map((event) -> inet(event).getPort())
				.toArray(Integer[]::new));
	}

	// test-cluster-disconnect-with-no-workers
	@Test
	void disconnectWithoutWorkersCompletes() {
		assertThat(RunningCluster.await(this.cluster.master().disconnect())).isNull();
	}

	// test-cluster-disconnect-idle-worker, test-cluster-disconnect-before-exit,
	// test-cluster-disconnect-unshared-tcp, test-cluster-disconnect-unshared-udp
	@Test
	void idleWorkersDisconnectAlsoWhileOneIsOnItsWay() {
		int first = this.cluster.fork();
		int second = this.cluster.fork();
		this.cluster.master().disconnect(first);
		this.cluster.await(Disconnected.class, first);
		RunningCluster.await(this.cluster.master().disconnect());
		assertThat(this.cluster.master().workers()).isEmpty();
		assertThat(this.cluster.lifeOf(second)).endsWith("disconnected", "exited");
	}

	// test-cluster-disconnect-leak, test-cluster-disconnect-race: told to go while they
	// ask for a socket
	@Test
	void workersThatAskForASocketWhenTheyHaveToGoEndWell() {
		int first = this.cluster.forkListening();
		int second = this.cluster.fork();
		this.cluster.await(Online.class, second);
		this.cluster.say(second, "listen");
		RunningCluster.await(this.cluster.master().disconnect());
		for (int id : List.of(first, second)) {
			assertThat(this.cluster.await(Exited.class, id).status()).isEqualTo(new ExitStatus(0));
		}
	}

	// test-cluster-worker-disconnect-on-error
	@Test
	void workerThatCannotListenLeavesWell() throws Exception {
		int id = this.cluster.fork();
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.cluster.say(id, "listen-at " + taken.getLocalPort());
			this.cluster.awaitMessage(id, "failed");
		}
		this.cluster.say(id, "disconnect");
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status()).isEqualTo(new ExitStatus(0));
		assertThat(exited.worker().exitedAfterDisconnect()).hasValue(true);
	}

	// test-cluster-concurrent-disconnect
	@Test
	void workersThatAreToldToGoFromEverywhereAtOnceGo() {
		List<Integer> ids = IntStream.range(0, 4).map((i) -> this.cluster.fork()).boxed().toList();
		ids.forEach((id) -> this.cluster.await(Online.class, id));
		for (int round = 0; round < 3; round++) {
			for (int id : ids) {
				this.cluster.say(id, (id % 2 == 0) ? "disconnect" : "kill");
				this.cluster.master().disconnect(id);
			}
			this.cluster.master().disconnect();
		}
		assertThat(ids).allSatisfy((id) -> {
			assertThat(this.cluster.lifeOf(id)).containsExactly("forked", "online", "disconnected", "exited");
			Exited exited = this.cluster.await(Exited.class, id);
			assertThat(exited.status()).isEqualTo(new ExitStatus(0));
			assertThat(exited.worker().exitedAfterDisconnect()).isEqualTo(Optional.of(true));
		});
	}

	// test-cluster-invalid-message
	@Test
	void nonsenseOfTheProtocolIsIgnored() {
		int id = this.cluster.fork();
		this.cluster.say(id, "say-nonsense");
		this.cluster.awaitMessage(id, "said");
		this.cluster.say(id, "exit 0");
		assertThat(this.cluster.lifeOf(id)).containsExactly("forked", "online", "\"said\"", "disconnected", "exited");
	}

	// A process that can't be started is told as a fork that failed; Node tells no exit
	@Test
	void workerThatCannotBeStarted() {
		RunningCluster.await(this.cluster.master()
			.setUp((launch) -> launch.withCommand((command) -> command.withJava(Path.of("/no/such/java")))));
		int id = this.cluster.fork();
		assertThat(this.cluster.lifeOf(id)).containsExactly("forked", "disconnected", "exited");
		Forked forked = this.cluster.await(Forked.class, id);
		assertThat(forked.failure()).isNotNull();
		assertThat(this.cluster.eventsOf(id)).extracting(OfWorker::worker)
			.allSatisfy((worker) -> assertThat(worker.pid()).isEqualTo(-1));
	}

	// SIGTERM and 143 are one
	@ParameterizedTest
	@CsvSource({ "SIGTERM, 143", "SIGKILL, 137" })
	void signalAndCodeAreOne(Signal signal, int code) {
		int id = this.cluster.fork();
		this.cluster.await(Online.class, id);
		this.cluster.master().kill(id, signal);
		Exited exited = this.cluster.await(Exited.class, id);
		assertThat(exited.status().code()).isEqualTo(code);
		assertThat(exited.status().signal()).hasValue(signal);
	}

}
