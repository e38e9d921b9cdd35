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

package io.clusterboot.process;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.testing.NodeAvailable;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The interop matrix: parents and children, in Java and in Node, exchange messages and
 * handles.
 */
@Timeout(300)
@NodeAvailable
class InteropConformanceTests {

	private static final int MANY = 20;

	@RegisterExtension
	private final Children children = new Children();

	private final Recorder recorder = new Recorder();

	enum Kind {

		JAVA, NODE

	}

	private ChildProcess fork(Kind kind) {
		ForkModule module = (kind == Kind.JAVA) ? ForkModule.of(InteropMain.class)
				: ForkModule.of(NodeAvailable.Script.of("interop-child.js"));
		ForkOptions options = ForkOptions.defaults();
		ChildProcess child = this.children.add(ChildProcess.fork(module, List.of(),
				(kind == Kind.JAVA) ? options.withExecArgv(Children.vmOptions()) : options, this.recorder));
		this.recorder.expect(Map.of("online", true));
		return child;
	}

	/**
	 * {@code test-child-process-fork}, {@code -send-utf8}.
	 */
	@ParameterizedTest
	@EnumSource
	void message(Kind kind) {
		ChildProcess child = fork(kind);
		for (Object value : Arrays.asList(1, "ä😀\u2028\n", null, true, List.of(),
				Map.of("a", Map.of("b", List.of(1.5))), "")) {
			echo(child, value);
		}
	}

	/**
	 * {@code sequential/test-child-process-send-large-payload}: 800 KB each way.
	 */
	@ParameterizedTest
	@EnumSource
	void largeMessage(Kind kind) {
		echo(fork(kind), "ä".repeat(400_000));
	}

	private void echo(ChildProcess child, Object value) {
		Map<String, Object> message = new java.util.HashMap<>(Map.of("do", "echo"));
		message.put("value", value);
		child.send(message);
		assertThat(this.recorder.next().get("echo")).isEqualTo(Recorder.tree(value));
	}

	/**
	 * {@code test-child-process-fork-net-server}.
	 */
	@ParameterizedTest
	@EnumSource
	void listeningSocket(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		Socket listener = Loopback.listen();
		int port = listener.localAddress().getPort();
		try (Handle handle = Loopback.handle(listener)) {
			child.send(Map.of("do", "takeServer"), handle, HandleType.NET_SERVER);
		}
		this.recorder.expectReady();
		assertThat(Children.await(Loopback.textOf(port))).isEqualTo("child");
	}

	/**
	 * {@code test-child-process-fork-net-socket}.
	 */
	@ParameterizedTest
	@EnumSource
	void connectionToChild(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		Socket listener = Loopback.listen();
		try (Handle server = Loopback.handle(listener)) {
			java.net.Socket client = Loopback.connect(listener.localAddress().getPort());
			try (Handle connection = Loopback.accept(listener)) {
				child.send(Map.of("do", "takeSocket"), connection, HandleType.NET_SOCKET);
			}
			assertThat(Loopback.textOf(client)).isEqualTo("child");
			assertThat(server.isOpen()).isTrue();
		}
	}

	/**
	 * The same in the other direction.
	 */
	@ParameterizedTest
	@EnumSource
	void connectionToParent(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		child.send(Map.of("do", "giveSockets", "count", 1));
		CompletableFuture<String> text = Loopback.textOf(this.recorder.next().get("port").intValue());
		answer(this.recorder.nextHandle(Map.of("socket", true)));
		assertThat(Children.await(text)).isEqualTo("parent");
	}

	private static void answer(Handle connection) throws IOException {
		try (connection) {
			Loopback.write(connection, "parent");
		}
	}

	/**
	 * {@code test-child-process-fork-dgram}.
	 */
	@ParameterizedTest
	@EnumSource
	void udpSocket(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		Socket socket = Loopback.udp();
		int port = socket.localAddress().getPort();
		try (Handle handle = Loopback.handle(socket)) {
			child.send(Map.of("do", "takeDgram"), handle, HandleType.DGRAM_SOCKET);
		}
		this.recorder.expectReady();
		try (DatagramSocket client = new DatagramSocket(0, InetAddress.getByName("127.0.0.1"))) {
			client.setSoTimeout(120_000);
			byte[] hello = "hello".getBytes(StandardCharsets.US_ASCII);
			client.send(new DatagramPacket(hello, hello.length, InetAddress.getByName("127.0.0.1"), port));
			DatagramPacket reply = new DatagramPacket(new byte[100], 100);
			client.receive(reply);
			assertThat(new String(reply.getData(), 0, reply.getLength(), StandardCharsets.US_ASCII))
				.isEqualTo("child:hello");
		}
	}

	/**
	 * {@code test-child-process-send-keep-open}: a handle is borrowed, so ours is always
	 * kept open.
	 */
	@ParameterizedTest
	@EnumSource
	void keepOpen(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		Socket listener = Loopback.listen();
		try (Handle server = Loopback.handle(listener)) {
			java.net.Socket client = Loopback.connect(listener.localAddress().getPort());
			try (Handle connection = Loopback.accept(listener)) {
				child.send(Map.of("do", "keepOpen"), connection, HandleType.NET_SOCKET);
				this.recorder.expectReady();
				child.kill(Signal.SIGKILL);
				Children.await(child.onClose());
				Loopback.write(connection, "parent");
			}
			assertThat(Loopback.textOf(client)).isEqualTo("childparent");
			assertThat(server.isOpen()).isTrue();
		}
	}

	/**
	 * Both sides send handles at the same time, which must not end in a deadlock.
	 */
	@ParameterizedTest
	@EnumSource
	void simultaneousHandles(Kind kind) throws IOException {
		ChildProcess child = fork(kind);
		Socket listener = Loopback.listen();
		try (Handle server = Loopback.handle(listener)) {
			child.send(Map.of("do", "giveSockets", "count", MANY));
			int port = this.recorder.next().get("port").intValue();
			List<CompletableFuture<String>> theirs = new ArrayList<>();
			List<java.net.Socket> ours = new ArrayList<>();
			for (int i = 0; i < MANY; i++) {
				theirs.add(Loopback.textOf(port));
				ours.add(Loopback.connect(listener.localAddress().getPort()));
				try (Handle connection = Loopback.accept(listener)) {
					child.send(Map.of("do", "takeSocket"), connection, HandleType.NET_SOCKET);
				}
			}
			for (int i = 0; i < MANY; i++) {
				answer(this.recorder.nextHandle(Map.of("socket", true)));
			}
			for (int i = 0; i < MANY; i++) {
				assertThat(Children.await(theirs.get(i))).isEqualTo("parent");
				assertThat(Loopback.textOf(ours.get(i))).isEqualTo("child");
			}
			assertThat(server.isOpen()).isTrue();
		}
	}

	/**
	 * {@code test-child-process-disconnect}, {@code -fork-ref}: the child ends by itself.
	 */
	@ParameterizedTest
	@EnumSource
	void disconnectByParent(Kind kind) {
		ChildProcess child = fork(kind);
		child.disconnect();
		assertThat(child.isConnected()).isFalse();
		Children.await(child.onClose());
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "disconnect", "exit 0", "close 0");
	}

	/**
	 * {@code test-child-process-disconnect}.
	 */
	@ParameterizedTest
	@EnumSource
	void disconnectByChild(Kind kind) {
		ChildProcess child = fork(kind);
		child.send(Map.of("do", "disconnect"));
		Children.await(child.onClose());
		assertThat(child.isConnected()).isFalse();
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "disconnect", "exit 0", "close 0");
	}

	/**
	 * {@code test-child-process-kill}.
	 */
	@ParameterizedTest
	@EnumSource
	void kill(Kind kind) {
		ChildProcess child = fork(kind);
		assertThat(child.kill(Signal.SIGKILL)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(child.isKilled()).isTrue();
		Children.await(child.onClose());
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "disconnect", "exit SIGKILL",
				"close SIGKILL");
	}

	static Stream<Arguments> nodeParents() {
		return Stream
			.of("message", "largeMessage", "listeningSocket", "connectionToChild", "connectionToParent", "udpSocket",
					"keepOpen", "simultaneousHandles", "disconnectByParent", "disconnectByChild", "kill")
			.flatMap((scenario) -> Stream.of(Kind.values()).map((kind) -> Arguments.of(scenario, kind)));
	}

	/**
	 * The same with a parent in Node; between two of them it is the scripts that are
	 * tested.
	 */
	@ParameterizedTest
	@MethodSource("nodeParents")
	void underNode(String scenario, Kind kind) {
		Map<String, Object> child = (kind == Kind.JAVA)
				? Map.of("module", InteropMain.class.getName(), "args", List.of(), "options",
						Map.of("execPath", Children.java(), "execArgv", Children.vmOptions()))
				: Map.of("module", NodeAvailable.Script.of("interop-child.js").toString(), "args", List.of(), "options",
						Map.of());
		Execution execution = ChildProcess
			.execFile(List.of("node", NodeAvailable.Script.of("interop-parent.js").toString(), scenario,
					JsonMapper.shared().writeValueAsString(child)), ExecOptions.defaults());
		this.children.add(execution.child().orElseThrow());
		Children.await(execution.result());
	}

}
