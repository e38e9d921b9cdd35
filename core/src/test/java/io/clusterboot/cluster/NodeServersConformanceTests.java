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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.clusterboot.cluster.NodeCluster.Policy;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Listening;
import io.clusterboot.process.Signal;
import io.clusterboot.testing.NodeAvailable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real Node processes as workers of our master: the servers that they listen with.
 */
@Timeout(300)
@NodeAvailable
class NodeServersConformanceTests extends NodeWorkerTesting {

	/**
	 * What the master bound for all addresses of the host is what a script listens on
	 * that names no address, or one that stands for all.
	 */
	@ParameterizedTest
	@EnumSource
	void portOfTheMasterIsThatOfTheScript(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int port = cluster.master().bind(new InetSocketAddress(NodeCluster.freePort()), 0).getPort();
			int first = cluster.fork();
			int second = cluster.fork();
			assertThat(cluster.listen(first, "any", Map.of("port", port)).get("port").asInt()).isEqualTo(port);
			assertThat(cluster.listen(second, "IPv4", Map.of("port", port, "host", "0.0.0.0")).get("port").asInt())
				.isEqualTo(port);
			assertThat(text(port)).isIn(pid(cluster, first), pid(cluster, second));
		}
	}

	@ParameterizedTest
	@EnumSource
	void randomPortOfTheMasterIsThatOfTheScript(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int port = cluster.master().bind(new InetSocketAddress(0), 0).getPort();
			int id = cluster.fork();
			assertThat(cluster.listen(id, "any", Map.of("port", 0)).get("port").asInt()).isEqualTo(port);
		}
	}

	/**
	 * The frames of a worker's life, from the master.
	 */
	@ParameterizedTest
	@EnumSource(names = "SHARED")
	void framesOfTheMaster(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.listen(id, "a", LOOPBACK);
			try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				int port = taken.getLocalPort();
				cluster.tell(id, "listen", "name", "b", "options", Map.of("host", "127.0.0.1", "port", port));
				cluster.awaitMessage(id, "failed");
				cluster.tell(id, "frames");
				assertThat(cluster.awaitMessage(id, "frames").get("frames")).isEqualTo(tree("""
						[{"cmd":"NODE_HANDLE","type":"net.Native","msg":{"cmd":"NODE_CLUSTER","errno":0,
						"key":"127.0.0.1:0:4:undefined:0","ack":1,"data":null,"seq":0}},
						{"cmd":"NODE_CLUSTER","errno":0,"key":"127.0.0.1:0:4:undefined:0","ack":1,"data":null,"seq":0},
						{"cmd":"NODE_CLUSTER","errno":-98,"key":"127.0.0.1:%d:4:undefined:0","ack":3,"data":null,
						"seq":1}]""".formatted(port)));
			}
		}
	}

	/**
	 * The frames of a connection that is handed over.
	 */
	@ParameterizedTest
	@EnumSource(names = "ROUND_ROBIN")
	void framesOfTheMasterThatAccepts(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			int port = cluster.listen(id, "a", LOOPBACK).get("port").asInt();
			assertThat(text(port)).isEqualTo(pid(cluster, id));
			cluster.tell(id, "frames");
			assertThat(cluster.awaitMessage(id, "frames").get("frames")).isEqualTo(tree("""
					[{"cmd":"NODE_CLUSTER","errno":null,"key":"127.0.0.1:0:4:undefined:0","ack":1,"data":null,
					"sockname":{"address":"127.0.0.1","family":"IPv4","port":%d},"seq":0},
					{"cmd":"NODE_HANDLE","type":"net.Native","msg":{"cmd":"NODE_CLUSTER","act":"newconn",
					"key":"127.0.0.1:0:4:undefined:0","seq":0}},
					{"cmd":"NODE_CLUSTER","act":"newconn","key":"127.0.0.1:0:4:undefined:0","seq":0}]"""
				.formatted(port)));
		}
	}

	/**
	 * A worker that has not answered yet gets no other, so the turns need not be equal.
	 */
	@ParameterizedTest
	@EnumSource(names = "ROUND_ROBIN")
	void connectionsAreHandedOverInTurn(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			Map<String, Integer> counts = new HashMap<>();
			List<Integer> ids = List.of(cluster.fork(), cluster.fork());
			int port = ids.stream().mapToInt((id) -> listenInTurn(cluster, id)).max().orElseThrow();
			for (int i = 0; i < 20; i++) {
				counts.merge(text(port), 1, Integer::sum);
			}
			assertThat(counts).containsOnlyKeys(pid(cluster, ids.get(0)), pid(cluster, ids.get(1)));
		}
	}

	private static int listenInTurn(NodeCluster cluster, int id) {
		int port = cluster.listen(id, "a", LOOPBACK).get("port").asInt();
		cluster.await(Listening.class, id);
		return port;
	}

	/**
	 * {@code test-cluster-net-server-drop-connection}: what one worker refuses is for the
	 * others. That 0 means none came after Node 20.
	 */
	@ParameterizedTest
	@EnumSource(names = "ROUND_ROBIN")
	void connectionsThatOneRefusesAreForTheOthers(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			Map<String, Integer> limits = new LinkedHashMap<>();
			int port = 0;
			for (int limit : List.of(1, 9)) {
				int id = cluster.fork();
				limits.put(pid(cluster, id), limit);
				cluster.tell(id, "listen", "name", "a", "kind", "hold", "maxConnections", limit, "options", LOOPBACK);
				port = cluster.awaitMessage(id, "listening").get("address").get("port").asInt();
				cluster.await(Listening.class, id);
			}
			Map<String, Integer> counts = new HashMap<>();
			List<Socket> clients = new ArrayList<>();
			try {
				for (int i = 0; i < 10; i++) {
					Socket client = connect(port);
					clients.add(client);
					counts.merge(new BufferedReader(new InputStreamReader(client.getInputStream())).readLine(), 1,
							Integer::sum);
				}
			}
			finally {
				for (Socket client : clients) {
					client.close();
				}
			}
			assertThat(counts).isEqualTo(limits);
		}
	}

	/**
	 * Node's tests: {@code test-cluster-net-listen}, {@code -listening-port},
	 * {@code -child-index-net}.
	 */
	@ParameterizedTest
	@EnumSource
	void eachListenOnPortZeroHasItsPort(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int first = cluster.fork();
			int second = cluster.fork();
			int a = cluster.listen(first, "a", LOOPBACK).get("port").asInt();
			int b = cluster.listen(first, "b", LOOPBACK).get("port").asInt();
			assertThat(a).isPositive().isNotEqualTo(b);
			assertThat(cluster.listen(second, "a", LOOPBACK).get("port").asInt()).isEqualTo(a);
			assertThat(cluster.listen(second, "b", LOOPBACK).get("port").asInt()).isEqualTo(b);
			cluster.await(Listening.class, (event) -> event.worker().id() == first && portOf(event) == b);
			assertThat(cluster.listening(first)).extracting(NodeWorkerConformanceTests::portOf).containsExactly(a, b);
			cluster.tell(first, "close", "name", "a");
			cluster.awaitMessage(first, "closed");
			int c = cluster.listen(first, "c", LOOPBACK).get("port").asInt();
			assertThat(c).isPositive().isNotIn(a, b);
		}
	}

	/**
	 * A server that is closed before the answer came: the worker goes on.
	 */
	@ParameterizedTest
	@EnumSource
	void closeBeforeTheAnswer(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.tell(id, "listenAndClose", "name", "a");
			cluster.awaitMessage(id, "closed");
			assertThat(cluster.listen(id, "b", LOOPBACK).get("port").asInt()).isPositive();
			cluster.await(Listening.class, id);
			assertThat(cluster.listening(id)).hasSize(1);
		}
	}

	/**
	 * Also the second cluster on a port, and the second server of one worker.
	 */
	@ParameterizedTest
	@EnumSource
	void takenPortIsTheErrorOfTheServer(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy); NodeCluster other = NodeCluster.obedient(policy)) {
			int first = cluster.fork();
			int stranger = other.fork();
			int port = cluster.listen(first, "a", LOOPBACK).get("port").asInt();
			Map<String, Object> taken = Map.of("host", "127.0.0.1", "port", port);
			other.tell(stranger, "listen", "name", "a", "options", taken);
			JsonNode error = other.awaitMessage(stranger, "failed");
			assertThat(error).isEqualTo(tree("""
					{"failed":"a","code":"EADDRINUSE","errno":-98,"syscall":"bind","address":"127.0.0.1","port":%d}"""
				.formatted(port)));
			assertThat(text(port)).isEqualTo(pid(cluster, first));
			cluster.master().close();
			assertThat(other.listen(stranger, "b", taken).get("port").asInt()).isEqualTo(port);
			assertThat(text(port)).isEqualTo(pid(other, stranger));
		}
	}

	/**
	 * {@code sequential/test-cluster-port-reuse-between-workers}, and
	 * {@code test-cluster-server-restart-none}.
	 */
	@ParameterizedTest
	@EnumSource
	void serverIsClosedAndListensAgain(Policy policy) throws Exception {
		Map<String, Object> options = Map.of("host", "127.0.0.1", "port", NodeCluster.freePort());
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int first = cluster.fork();
			int second = cluster.fork();
			int port = cluster.listen(first, "a", options).get("port").asInt();
			cluster.listen(second, "a", options);
			cluster.tell(second, "close", "name", "a");
			cluster.awaitMessage(second, "closed");
			assertThat(text(port)).isEqualTo(pid(cluster, first));
			cluster.listen(second, "b", options);
			cluster.tell(first, "close", "name", "a");
			cluster.awaitMessage(first, "closed");
			assertThat(text(port)).isEqualTo(pid(cluster, second));
			cluster.listen(first, "b", options);
			cluster.tell(first, "listen", "name", "twice", "options", options);
			assertThat(cluster.awaitMessage(first, "failed").get("code").asString()).isEqualTo("EADDRINUSE");
		}
	}

	/**
	 * An address that this host does not have.
	 */
	@ParameterizedTest
	@EnumSource
	void foreignAddressIsTheErrorOfTheServer(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			cluster.tell(id, "listen", "name", "a", "options", Map.of("host", "192.0.2.1", "port", 0));
			assertThat(cluster.awaitMessage(id, "failed").get("code").asString()).isEqualTo("EADDRNOTAVAIL");
		}
	}

	/**
	 * {@code listen(exclusive)}: the master is not asked, and hears of nothing.
	 */
	@ParameterizedTest
	@EnumSource
	void exclusiveServerIsTheWorkersOwn(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			int port = cluster.listen(id, "a", Map.of("host", "127.0.0.1", "port", 0, "exclusive", true))
				.get("port")
				.asInt();
			assertThat(text(port)).isEqualTo(pid(cluster, id));
			assertThat(cluster.listening(id)).isEmpty();
		}
	}

	/**
	 * {@code test-tls-ticket-cluster}: what the first worker's server has, all have.
	 */
	@ParameterizedTest
	@EnumSource
	void keysOfTlsTicketsAreShared(Policy policy) {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			Set<String> keys = new HashSet<>();
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				cluster.listen(id, "a", "tls", LOOPBACK);
				cluster.tell(id, "ticketKeys", "name", "a");
				keys.add(cluster.awaitMessage(id, "ticketKeys").get("ticketKeys").asString());
			}
			assertThat(keys).hasSize(1);
		}
	}

	/**
	 * {@code sequential/test-cluster-net-listen-ipv6only-none} and {@code -rr}.
	 */
	@ParameterizedTest
	@EnumSource
	void serverForIpv6AloneLeavesIpv4ToOthers(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy);
				ServerSocketChannel ipv4 = ServerSocketChannel.open(StandardProtocolFamily.INET)) {
			ipv4.bind(new InetSocketAddress("0.0.0.0", 0));
			int port = ((InetSocketAddress) ipv4.getLocalAddress()).getPort();
			Map<String, Object> options = Map.of("host", "::", "port", port, "ipv6Only", true);
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				JsonNode address = cluster.listen(id, "a", options);
				assertThat(address.get("address").asString()).isEqualTo("::");
				assertThat(address.get("port").asInt()).isEqualTo(port);
				assertThat(cluster.await(Listening.class, id).address()).isEqualTo(new InetSocketAddress("::", port));
			}
			try (Socket client = new Socket("::1", port)) {
				client.setSoTimeout(TIMEOUT_MILLIS);
				assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
					.containsOnlyDigits();
			}
		}
	}

	/**
	 * Node's primary loses the connection, and the client waits for ever. Here it may
	 * only be reset, if the other worker is busy for too long.
	 */
	@ParameterizedTest
	@EnumSource(names = "ROUND_ROBIN")
	void connectionOfAStoppedAndKilledWorkerIsServedByAnother(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int stopped = cluster.fork();
			int other = cluster.fork();
			Map<String, Object> options = Map.of("host", "127.0.0.1", "port", 0);
			int port = cluster.listen(stopped, "a", options).get("port").asInt();
			cluster.listen(other, "a", options);
			stop(cluster, stopped);
			List<Socket> clients = connect(port, 4);
			cluster.master().kill(stopped, Signal.SIGKILL);
			cluster.await(Exited.class, stopped);
			String pid = String.valueOf(cluster.await(Listening.class, other).worker().pid());
			assertThat(readAll(clients)).hasSize(4).contains(pid).allMatch(Set.of(pid, RESET)::contains);
		}
	}

	/**
	 * What is more than the workers take stays in the backlog: Node accepts without end.
	 */
	@ParameterizedTest
	@EnumSource(names = "ROUND_ROBIN")
	void connectionsWaitForWorkersThatAreBlocked(Policy policy) throws Exception {
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			List<Integer> ids = List.of(cluster.fork(), cluster.fork());
			int port = 0;
			for (int id : ids) {
				port = cluster.listen(id, "a", Map.of("host", "127.0.0.1", "port", 0)).get("port").asInt();
				stop(cluster, id);
			}
			List<Socket> clients = connect(port, 30);
			ids.forEach((id) -> cluster.master().kill(id, Signal.SIGCONT));
			assertThat(readAll(clients)).hasSize(30).allMatch((text) -> text.matches("\\d+"));
		}
	}

	/**
	 * Send SIGSTOP, and wait until the kernel has stopped the process.
	 */
	private static void stop(NodeCluster cluster, int id) throws IOException {
		cluster.master().kill(id, Signal.SIGSTOP);
		Path stat = Path.of("/proc", pid(cluster, id), "stat");
		Awaitility.await()
			.atMost(Duration.ofMillis(TIMEOUT_MILLIS))
			.until(() -> Files.readString(stat).contains(") T "));
	}

	private static List<String> readAll(List<Socket> clients) throws IOException {
		List<String> texts = new ArrayList<>();
		for (Socket client : clients) {
			try (client) {
				texts.add(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII));
			}
			catch (SocketException ex) {
				texts.add(RESET);
			}
		}
		return texts;
	}

}
