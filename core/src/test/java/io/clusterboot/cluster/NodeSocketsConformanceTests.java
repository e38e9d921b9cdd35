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
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.clusterboot.cluster.NodeCluster.Policy;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Message;
import io.clusterboot.handle.Handle;
import io.clusterboot.process.Children;
import io.clusterboot.process.SpawnOptions;
import io.clusterboot.testing.NodeAvailable;
import io.clusterboot.testing.Privileges;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real Node processes as workers of our master: paths, descriptors, and UDP, whose
 * sockets are shared under every policy.
 */
@Timeout(300)
@NodeAvailable
class NodeSocketsConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	private static final int DATAGRAMS = 40;

	private static final int WORKERS = 4;

	private static final int TIMEOUT_MILLIS = 120_000;

	private static final Map<String, Object> LOOPBACK = Map.of("address", "127.0.0.1", "port", 0);

	static {
		Epoll.ensureAvailability();
	}

	/**
	 * {@code test-cluster-dgram-1}: each datagram arrives once.
	 */
	@ParameterizedTest
	@EnumSource
	void datagramsArriveOnceEach(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy); DatagramSocket sender = new DatagramSocket()) {
			List<Integer> ids = IntStream.range(0, WORKERS).map((index) -> cluster.fork()).boxed().toList();
			Set<Integer> ports = ids.stream()
				.map((id) -> cluster.bind(id, "a", "udp4", LOOPBACK).get("port").asInt())
				.collect(Collectors.toSet());
			assertThat(ports).hasSize(1);
			List<String> texts = IntStream.range(0, DATAGRAMS).mapToObj(Integer::toString).toList();
			for (String text : texts) {
				byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
				sender.send(new DatagramPacket(bytes, bytes.length,
						new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.iterator().next())));
			}
			texts.forEach((text) -> awaitDatagram(cluster, text));
			ids.forEach((id) -> {
				cluster.tell(id, "kill");
				cluster.await(Exited.class, id);
			});
			assertThat(cluster.events(Message.class)).hasSize(DATAGRAMS);
			assertThat(cluster.events(Message.class)).extracting((event) -> event.message().get("from").asString())
				.containsOnly("127.0.0.1");
		}
	}

	private static void awaitDatagram(NodeCluster cluster, String text) {
		cluster.await(Message.class, (event) -> event.message().path("datagram").asString("").equals(text));
	}

	/**
	 * {@code test-cluster-dgram-2}.
	 */
	@ParameterizedTest
	@EnumSource
	void boundSocketSends(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy); DatagramSocket receiver = new DatagramSocket(0)) {
			receiver.setSoTimeout(TIMEOUT_MILLIS);
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				int port = cluster.bind(id, "a", "udp4", Map.of("port", 0)).get("port").asInt();
				cluster.tell(id, "datagram", "name", "a", "port", receiver.getLocalPort(), "text", "from " + id);
				DatagramPacket packet = new DatagramPacket(new byte[64], 64);
				receiver.receive(packet);
				assertThat(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8))
					.isEqualTo("from " + id);
				assertThat(packet.getPort()).isEqualTo(port);
			}
		}
	}

	/**
	 * {@code test-cluster-child-index-dgram}, {@code test-dgram-cluster-bind-error}.
	 */
	@ParameterizedTest
	@EnumSource
	void eachBindToPortZeroHasItsPort(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy);
				DatagramSocket taken = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
			int id = cluster.fork();
			int a = cluster.bind(id, "a", "udp4", LOOPBACK).get("port").asInt();
			int b = cluster.bind(id, "b", "udp4", LOOPBACK).get("port").asInt();
			int c = cluster.bind(id, "c", "udp6", Map.of("address", "::1", "port", 0)).get("port").asInt();
			assertThat(List.of(a, b, c)).doesNotHaveDuplicates();
			cluster.tell(id, "bind", "name", "d", "type", "udp4", "options",
					Map.of("address", "127.0.0.1", "port", taken.getLocalPort()));
			assertThat(cluster.awaitMessage(id, "failed").get("code").asString()).isEqualTo("EADDRINUSE");
		}
	}

	/**
	 * {@code test-cluster-dgram-reuse}.
	 */
	@ParameterizedTest
	@EnumSource
	void socketsOfOneWorkerReuseTheAddress(Policy policy) throws IOException {
		Map<String, Object> reusing = Map.of("type", "udp4", "reuseAddr", true);
		int port = NodeCluster.freePort();
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			assertThat(cluster.bind(id, "a", reusing, Map.of("port", port)).get("port").asInt()).isEqualTo(port);
			assertThat(cluster.bind(id, "b", reusing, Map.of("port", port)).get("port").asInt()).isEqualTo(port);
		}
	}

	/**
	 * {@code test-cluster-dgram-reuseport}: as Node 20 has no {@code reusePort}, with
	 * what it has. The master is not asked, and hears of nothing.
	 */
	@ParameterizedTest
	@EnumSource
	void exclusiveSocketsAreTheWorkersOwn(Policy policy) throws IOException {
		Map<String, Object> reusing = Map.of("type", "udp4", "reuseAddr", true);
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			List<Integer> ids = List.of(cluster.fork(), cluster.fork());
			int port = cluster.bind(ids.get(0), "a", reusing, Map.of("port", 0, "exclusive", true)).get("port").asInt();
			Map<String, Object> same = Map.of("port", port, "exclusive", true);
			assertThat(cluster.bind(ids.get(1), "a", reusing, same).get("port").asInt()).isEqualTo(port);
			for (int id : ids) {
				cluster.tell(id, "frames");
				assertThat(cluster.awaitMessage(id, "frames").get("frames")).isEmpty();
				assertThat(cluster.listening(id)).isEmpty();
			}
		}
	}

	/**
	 * {@code test-cluster-dgram-ipv6only}.
	 */
	@ParameterizedTest
	@EnumSource
	void socketForIpv6AloneLeavesIpv4ToOthers(Policy policy) throws IOException {
		try (NodeCluster cluster = NodeCluster.obedient(policy);
				DatagramChannel ipv4 = DatagramChannel.open(StandardProtocolFamily.INET)) {
			ipv4.bind(new InetSocketAddress("0.0.0.0", 0));
			int port = ((InetSocketAddress) ipv4.getLocalAddress()).getPort();
			int id = cluster.fork();
			JsonNode address = cluster.bind(id, "a", Map.of("type", "udp6", "ipv6Only", true), Map.of("port", port));
			assertThat(address.get("address").asString()).isEqualTo("::");
			cluster.tell(id, "bind", "name", "b", "type", "udp6", "options", Map.of("port", port, "exclusive", true));
			assertThat(cluster.awaitMessage(id, "failed").get("code").asString()).as("of both families")
				.isEqualTo("EADDRINUSE");
		}
	}

	/**
	 * {@code test-cluster-dgram-bind-fd}: the number is the master's.
	 */
	@ParameterizedTest
	@EnumSource
	void boundDescriptorIsTheMasters(Policy policy) throws IOException {
		Socket socket = Socket.newSocketDgram();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		try (Handle handle = Handle.adopt(socket.intValue()); NodeCluster cluster = NodeCluster.obedient(policy)) {
			int id = cluster.fork();
			JsonNode address = cluster.bind(id, "a", "udp4", Map.of("fd", handle.descriptor()));
			assertThat(address.get("port").asInt()).isEqualTo(socket.localAddress().getPort());
		}
	}

	/**
	 * {@code test-listen-fd-cluster}: the number is the master's.
	 */
	@ParameterizedTest
	@EnumSource
	void listeningDescriptorIsTheMasters(Policy policy) throws IOException {
		Socket socket = Socket.newSocketStream();
		socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
		socket.listen(8);
		try (Handle handle = Handle.adopt(socket.intValue()); NodeCluster cluster = NodeCluster.obedient(policy)) {
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				JsonNode address = cluster.listen(id, "a", Map.of("fd", handle.descriptor()));
				assertThat(address.get("port").asInt()).isEqualTo(socket.localAddress().getPort());
			}
			try (java.net.Socket client = new java.net.Socket()) {
				client.connect(socket.localAddress(), TIMEOUT_MILLIS);
				client.setSoTimeout(TIMEOUT_MILLIS);
				assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
					.containsOnlyDigits();
			}
		}
	}

	/**
	 * {@code test-cluster-http-pipe}, {@code -listen-pipe-readable-writable},
	 * {@code -eaccess}: a path that is taken, and one that is not.
	 */
	@ParameterizedTest
	@EnumSource
	void path(Policy policy, @TempDir Path directory) throws IOException {
		Path path = directory.resolve("socket");
		Map<String, Object> options = Map.of("path", path.toString(), "readableAll", true, "writableAll", true);
		try (NodeCluster cluster = NodeCluster.obedient(policy); NodeCluster other = NodeCluster.obedient(policy)) {
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				cluster.listen(id, "a", "http", options);
			}
			assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwxrwxrwx");
			assertThat(request(path)).startsWith("HTTP/1.1 200 OK");
			int stranger = other.fork();
			other.tell(stranger, "listen", "name", "a", "options", options);
			assertThat(other.awaitMessage(stranger, "failed").get("code").asString()).isEqualTo("EADDRINUSE");
		}
		assertThat(path).doesNotExist();
	}

	/**
	 * {@code test-cluster-net-listen-relative-path}: the absolute path is too long for an
	 * address.
	 */
	@ParameterizedTest
	@EnumSource
	void relativePath(Policy policy) throws IOException {
		Path directory = Files.createDirectories(Path.of("target", "sockets-" + "x".repeat(60)));
		Path path = Files.createTempDirectory(directory, "").resolve("socket");
		assertThat(path.toAbsolutePath().toString()).hasSizeGreaterThan(107);
		try (NodeCluster cluster = NodeCluster.obedient(policy)) {
			for (int id : List.of(cluster.fork(), cluster.fork())) {
				cluster.listen(id, "a", "http", Map.of("path", path.toString()));
			}
			assertThat(request(path)).startsWith("HTTP/1.1 200 OK");
		}
		assertThat(path).doesNotExist();
		Files.delete(path.getParent());
	}

	/**
	 * {@code test-cluster-bind-privileged-port},
	 * {@code test-cluster-shared-handle-bind-privileged-port}.
	 */
	@ParameterizedTest
	@EnumSource
	void privilegedPort(Policy policy) {
		List<String> command = List.of(Children.java(), "-cp", Children.classPath(), PrivilegedPortMain.class.getName(),
				policy.name());
		assertThat(this.children.linesOf(Privileges.without(List.of("net_bind_service"), command),
				SpawnOptions.defaults()))
			.contains("EACCES");
	}

	private static String request(Path path) throws IOException {
		try (SocketChannel client = SocketChannel.open(StandardProtocolFamily.UNIX)) {
			client.connect(UnixDomainSocketAddress.of(path));
			client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
			List<String> parts = new ArrayList<>();
			ByteBuffer buffer = ByteBuffer.allocate(4096);
			while (client.read(buffer) >= 0) {
				parts.add(StandardCharsets.US_ASCII.decode(buffer.flip()).toString());
				buffer.clear();
			}
			return String.join("", parts);
		}
	}

}
