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

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import io.clusterboot.cluster.NodeCluster.Policy;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Listening;
import io.clusterboot.cluster.event.ClusterEvent.Ready;
import io.clusterboot.process.Signal;
import io.clusterboot.testing.NodeAvailable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real Node processes as workers of our master: their life.
 */
@Timeout(300)
@NodeAvailable
class NodeWorkerConformanceTests extends NodeWorkerTesting {

	@ParameterizedTest
	@EnumSource
	void unmodifiedServerBecomesAWorker(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.of(policy, 2, "http-server.js", "0")) {
			NodeCluster.await(cluster.master().start());
			Set<Integer> ports = cluster.events(Listening.class)
				.stream()
				.map((event) -> ((InetSocketAddress) event.address()).getPort())
				.collect(Collectors.toSet());
			assertThat(ports).hasSize(1).allMatch((port) -> port > 0);
			Set<String> pids = cluster.master()
				.workers()
				.stream()
				.map((worker) -> "pid " + worker.pid())
				.collect(Collectors.toSet());
			awaitAnswers(ports.iterator().next(), pids);
			assertThat(cluster.master().workers()).extracting(WorkerInfo::state)
				.containsExactly(WorkerState.READY, WorkerState.READY);
		}
	}

	@ParameterizedTest
	@EnumSource
	void environmentIsNodes(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.tell(id, "facts");
			assertThat(cluster.awaitMessage(id, "isWorker")).isEqualTo(tree("""
					{"isWorker":true,"id":1,"fd":3,"connected":true,
					"before":["CLUSTER_GENERATION","CLUSTER_SIZE","CLUSTER_SLOT"]}"""));
		}
	}

	@ParameterizedTest
	@EnumSource
	void messagesGoBothWays(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			for (Object value : List.of(1, "ä😀\u2028\n", true, List.of(), Map.of("a", Map.of("b", List.of(1.5))))) {
				cluster.tell(id, "echo", "value", value);
				assertThat(cluster.awaitMessage(id, "echo").get("echo"))
					.isEqualTo(JsonMapper.shared().valueToTree(value));
			}
		}
	}

	/**
	 * A connection that is open is served to its end, new ones are for the others, and
	 * the worker exits by itself: {@code test-cluster-shared-leak}.
	 */
	@ParameterizedTest
	@EnumSource
	void disconnectByTheMasterDrains(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			int port = cluster.listen(id, "echo", "echo", LOOPBACK).get("port").asInt();
			try (Socket client = connect(port)) {
				exchange(client, "a");
				cluster.master().disconnect(id);
				cluster.master().disconnect(id);
				exchange(client, "b");
				assertThat(cluster.events(Exited.class)).isEmpty();
			}
			assertThat(cluster.lifeOf(id)).containsExactly("forked", "online", "listening", "ready", "disconnected",
					"exited");
			assertEnd(cluster.await(Exited.class, id), 0, true);
		}
	}

	@ParameterizedTest
	@EnumSource
	void disconnectByTheWorker(Policy policy) {
		endsBy(policy, "disconnect", 0, true);
	}

	@ParameterizedTest
	@EnumSource
	void killByTheWorker(Policy policy) {
		endsBy(policy, "kill", 0, true);
	}

	@ParameterizedTest
	@EnumSource
	void disconnectOfTheProcess(Policy policy) {
		endsBy(policy, "processDisconnect", 0, false);
	}

	@ParameterizedTest
	@EnumSource
	void uncaughtException(Policy policy) {
		Exited exit = endsBy(policy, "fail", 1, false);
		assertThat(exit.cause().isFailure()).isTrue();
		assertThat(exit.lastOutput()).anyMatch((line) -> line.contains("Error: as told"));
	}

	@ParameterizedTest
	@EnumSource
	void exitCode(Policy policy) {
		endsBy(policy, "exit", 5, false, "code", 5);
	}

	private static Exited endsBy(Policy policy, String action, int code, boolean expected, Object... values) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.listen(id, "a", LOOPBACK);
			cluster.tell(id, action, values);
			assertThat(cluster.lifeOf(id)).contains("disconnected").endsWith("exited").hasSize(6);
			Exited exit = cluster.await(Exited.class, id);
			assertEnd(exit, code, expected);
			return exit;
		}
	}

	/**
	 * SIGTERM ends Node at once, without a message before.
	 */
	@ParameterizedTest
	@EnumSource
	void killByTheMaster(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.listen(id, "a", LOOPBACK);
			cluster.master().kill(id, Signal.SIGTERM);
			Exited exit = cluster.await(Exited.class, id);
			assertEnd(exit, 143, false);
			assertThat(exit.status().signal()).contains(Signal.SIGTERM);
		}
	}

	/**
	 * Also the port stays, when all are killed: the master holds the socket.
	 */
	@ParameterizedTest
	@EnumSource
	void killedWorkersAreReplaced(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.of(policy, 2, "http-server.js", "0")) {
			NodeCluster.await(cluster.master().start());
			int port = portOf(cluster.events(Listening.class).get(0));
			cluster.master().kill(1, Signal.SIGKILL);
			cluster.master().kill(2, Signal.SIGKILL);
			cluster.await(Ready.class, 3);
			cluster.await(Ready.class, 4);
			assertThat(cluster.events(Listening.class)).hasSize(4).allMatch((event) -> portOf(event) == port);
			awaitAnswers(port,
					cluster.master()
						.workers()
						.stream()
						.map((worker) -> "pid " + worker.pid())
						.collect(Collectors.toSet()));
		}
	}

	/**
	 * A command runs from disk: what is forked after a change runs what is there then.
	 */
	@ParameterizedTest
	@EnumSource
	void rollRunsWhatIsOnDiskThen(Policy policy, @TempDir Path directory) throws Exception {
		Path file = Files.writeString(directory.resolve("prefix.txt"), "one ");
		try (NodeCluster cluster = NodeCluster.of(policy, 2, "http-server.js", "0", file.toString())) {
			NodeCluster.await(cluster.master().start());
			int port = portOf(cluster.events(Listening.class).get(0));
			assertThat(request(port)).startsWith("one ");
			Files.writeString(file, "two ");
			RollResult result = NodeCluster.await(cluster.master().roll());
			assertThat(result.generation()).isEqualTo(1);
			assertThat(request(port)).startsWith("two ");
			assertThat(cluster.events(Exited.class)).hasSize(2).allMatch(Exited::expected);
		}
	}

	/**
	 * Node does not heed that SIGINT is ignored, so it is out of reach of the terminal.
	 */
	@ParameterizedTest
	@EnumSource
	void terminalReachesNoWorker(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			long pid = cluster.master().workers().get(0).pid();
			String[] fields = Files.readString(Path.of("/proc/%d/stat".formatted(pid)))
				.replaceFirst(".*\\) ", "")
				.split(" ");
			assertThat(fields[3]).as("session").isEqualTo(Long.toString(pid));
			cluster.tell(id, "kill");
			cluster.await(Exited.class, id);
		}
	}

	/**
	 * {@code test-cluster-rr-handle-keep-loop-alive}, {@code test-cluster-rr-ref}, and
	 * {@code test-cluster-rr-handle-close}: a worker with an idle channel lives as long
	 * as its server.
	 */
	@ParameterizedTest
	@EnumSource
	void serverKeepsTheWorkerAliveUntilItIsClosed(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			int port = cluster.listen(id, "a", Map.of("host", "127.0.0.1", "port", 0)).get("port").asInt();
			cluster.tell(id, "unref", "name", "a");
			cluster.tell(id, "ref", "name", "a");
			cluster.tell(id, "unrefChannel");
			cluster.awaitMessage(id, "unref");
			for (int i = 0; i < 3; i++) {
				try (Socket client = new Socket("127.0.0.1", port)) {
					client.setSoTimeout(TIMEOUT_MILLIS);
					assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
						.isEqualTo(String.valueOf(cluster.await(Listening.class, id).worker().pid()));
				}
			}
			cluster.tell(id, "close", "name", "a");
			assertEnd(cluster.await(Exited.class, id), 0, false);
		}
	}

	/**
	 * {@code test-cluster-rr-handle-ref-unref}.
	 */
	@ParameterizedTest
	@EnumSource
	void serverThatIsUnreferencedKeepsNoWorkerAlive(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.listen(id, "a", Map.of("host", "127.0.0.1", "port", 0));
			cluster.tell(id, "unref", "name", "a");
			cluster.tell(id, "unrefChannel");
			assertEnd(cluster.await(Exited.class, id), 0, false);
		}
	}

	/**
	 * A second frame would make a worker of Node's crash.
	 */
	@ParameterizedTest
	@EnumSource
	void secondDisconnectIsHarmless(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.listen(id, "a", Map.of("host", "127.0.0.1", "port", 0));
			cluster.master().disconnect(id);
			cluster.master().disconnect(id);
			assertEnd(cluster.await(Exited.class, id), 0, true);
		}
	}

	private static void assertEnd(Exited exit, int code, boolean expected) {
		assertThat(exit.status().code()).isEqualTo(code);
		assertThat(exit.expected()).isEqualTo(expected);
		assertThat(exit.worker().exitedAfterDisconnect()).isEqualTo(Optional.of(expected));
	}

	private static void exchange(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
		assertThat(new String(client.getInputStream().readNBytes(text.length()), StandardCharsets.UTF_8))
			.isEqualTo(text);
	}

	/**
	 * Ask until each has answered.
	 */
	private static void awaitAnswers(int port, Set<String> expected) throws IOException {
		Set<String> missing = new HashSet<>(expected);
		Awaitility.await()
			.pollInterval(Duration.ofMillis(1))
			.atMost(Duration.ofMillis(TIMEOUT_MILLIS))
			.untilAsserted(() -> {
				String answer = request(port);
				assertThat(expected).contains(answer);
				missing.remove(answer);
				assertThat(missing).isEmpty();
			});
	}

}
