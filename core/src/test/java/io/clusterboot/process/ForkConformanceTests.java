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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.ChannelClosedException;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Sent;
import io.clusterboot.testing.NodeAvailable;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What Node's test suite checks of {@code fork}, with children in Node.
 */
@Timeout(300)
@NodeAvailable
class ForkConformanceTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final Recorder recorder = new Recorder();

	private ChildProcess fork(ForkOptions options, String... arguments) {
		return this.children.add(ChildProcess.fork(ForkModule.of(NodeAvailable.Script.of("fork-child.js")),
				List.of(arguments), options, this.recorder));
	}

	private ChildProcess fork(String... arguments) {
		return fork(ForkOptions.defaults(), arguments);
	}

	private void awaitClose(ChildProcess child) {
		Children.await(child.onClose());
	}

	private static String text(java.util.Optional<java.io.InputStream> stream) throws IOException {
		return new String(stream.orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
	}

	// test-child-process-fork3
	@Test
	void emptyScriptEnds() {
		awaitClose(fork("empty"));
		assertThat(this.recorder.events()).containsExactly("spawn", "disconnect", "exit 0", "close 0");
	}

	// test-child-process-fork-args, -fork-exec-argv, -fork-url, test-child-process-cwd
	@Test
	void argumentsAndOptionsArrive() throws IOException {
		fork(ForkOptions.defaults()
			.withExecArgv(List.of("--no-warnings"))
			.with((spawn) -> spawn.withWorkingDirectory(this.directory).withVariables(Map.of("HELLO", "wörld"))),
				"facts", "a b", "ä");
		JsonNode facts = this.recorder.next();
		assertThat(facts.get("args")).isEqualTo(Recorder.tree(List.of("facts", "a b", "ä")));
		assertThat(facts.get("execArgv")).isEqualTo(Recorder.tree(List.of("--no-warnings")));
		assertThat(facts.get("cwd").stringValue()).isEqualTo(this.directory.toRealPath().toString());
		assertThat(facts.get("hello").stringValue()).isEqualTo("wörld");
	}

	@Test
	void moduleThatNobodyRunsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ChildProcess.fork(Path.of("script.py"), List.of(), ForkOptions.defaults()))
			.withMessage("module: script.py (expected: .jar, .js, .mjs, .cjs, or an execPath that runs it)");
	}

	// test-child-process-fork-exec-path
	@Test
	void execPathIsUsed() throws IOException {
		Path real = Files.readSymbolicLink(Path.of("/proc/self/exe"));
		assertThat(real).exists();
		Path link = Files.writeString(this.directory.resolve("my-node"), "#!/bin/sh\nHELLO=mine exec node \"$@\"\n");
		assertThat(link.toFile().setExecutable(true)).isTrue();
		fork(ForkOptions.defaults().withExecPath(link), "facts");
		assertThat(this.recorder.next().get("hello").stringValue()).isEqualTo("mine");
	}

	// test-child-process-fork-close
	@Test
	void messageThenExitThenClose() {
		awaitClose(fork("messageAndExit"));
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "disconnect", "exit 0", "close 0");
		this.recorder.expect(Map.of("hello", "world"));
	}

	// test-child-process-fork-no-shell
	@Test
	void shellIsIgnored() {
		fork(ForkOptions.defaults().with(SpawnOptions::withShell), "facts", "$foo");
		assertThat(this.recorder.next().get("args").get(1).stringValue()).isEqualTo("$foo");
	}

	// test-child-process-fork-stdio
	@Test
	void stdioArray() throws IOException {
		ChildProcess child = fork(ForkOptions.defaults()
			.with((spawn) -> spawn.withStdio(Stdio.discard(), Stdio.discard(), Stdio.pipe(), Stdio.ipc(),
					Stdio.pipe())),
				"stdio");
		assertThat(child.stdin()).isEmpty();
		assertThat(child.stdout()).isEmpty();
		assertThat(text(child.stderr())).isEqualTo("on stderr\n");
		try (ChildPipe pipe = child.pipe(4).orElseThrow()) {
			assertThat(new String(pipe.inputStream().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("on 4\n");
		}
		awaitClose(child);
		assertThat(this.recorder.events()).endsWith("exit 0", "close 0");
	}

	// test-child-process-fork-stdio-string-variant, test-child-process-silent,
	// test-child-process-fork-ref
	@Test
	void silentChildLivesUntilTheDisconnect() throws IOException {
		ChildProcess child = fork(ForkOptions.defaults().silent(), "output");
		this.recorder.expect("ready");
		assertThat(child.isAlive()).isTrue();
		child.disconnect();
		assertThat(text(child.stdout())).isEqualTo("to stdout\nafter the disconnect\n");
		assertThat(text(child.stderr())).isEqualTo("to stderr\n");
		awaitClose(child);
		assertThat(child.stdin()).isPresent();
	}

	// test-child-process-fork-timeout-kill-signal, -fork-abort-signal
	@Test
	void timeoutAndCancellation() {
		awaitClose(fork(
				ForkOptions.defaults()
					.with((spawn) -> spawn.withTimeout(Duration.ofMillis(100)).withKillSignal(Signal.SIGKILL)),
				"echo"));
		assertThat(this.recorder.events()).containsExactly("spawn", "disconnect", "exit SIGKILL", "close SIGKILL");
		this.recorder.events().clear();
		Cancellation cancellation = new Cancellation();
		ChildProcess child = fork(ForkOptions.defaults().with((spawn) -> spawn.withCancellation(cancellation)), "echo");
		cancellation.cancel();
		awaitClose(child);
		assertThat(this.recorder.events()).containsExactlyInAnyOrder("spawn", "error", "disconnect", "exit SIGTERM",
				"close SIGTERM");
		assertThat(cancellation.listenerCount()).isZero();
	}

	// test-child-process-fork-advanced-header-serialization
	@Test
	void garbageOnTheChannelIsReported() {
		awaitClose(fork("garbage"));
		this.recorder.expect("after");
		assertThat(this.recorder.failures()).hasSizeGreaterThanOrEqualTo(4);
		assertThat(this.recorder.events()).endsWith("message", "disconnect", "exit 0", "close 0");
	}

	// test-child-process-advanced-serialization-largebuffer
	@Test
	void largeMessagesInOrder() {
		awaitClose(fork("large"));
		for (int i = 0; i < 4; i++) {
			assertThat(this.recorder.next().stringValue()).hasSize(8_000_000).startsWith(Integer.toString(i));
		}
	}

	// test-child-process-disconnect
	@Test
	void secondDisconnectIsAFailure() {
		ChildProcess child = fork("echo");
		List<Boolean> connected = new CopyOnWriteArrayList<>();
		child.addListener(new ChildProcessListener() {

			@Override
			public void disconnected(ChildProcess child) {
				connected.add(child.isConnected());
			}

		});
		assertThat(child.isConnected()).isTrue();
		child.disconnect();
		assertThat(child.isConnected()).isFalse();
		child.disconnect();
		awaitClose(child);
		assertThat(this.recorder.failures()).singleElement()
			.extracting(Throwable::getMessage)
			.isEqualTo(child + " is disconnected already");
		assertThat(connected).containsExactly(false);
		assertThat(this.recorder.events()).containsOnlyOnce("disconnect", "exit 0", "close 0");
	}

	// test-child-process-internal
	@Test
	void internalMessagesAreNoMessages() {
		awaitClose(fork("internal"));
		assertThat(this.recorder.events()).containsSequence("message", "message", "message");
		for (Object command : List.of("NODE_", "fooNODE_", 1)) {
			this.recorder.expect(Map.of("cmd", command));
		}
	}

	// test-child-process-ipc-next-tick
	@Test
	void listenerThatThrowsLosesNoMessage() {
		List<JsonNode> seen = new CopyOnWriteArrayList<>();
		// Listens from the beginning: what came before would be the recorder's alone
		ChildProcessListener throwing = new ChildProcessListener() {

			@Override
			public void spawned(ChildProcess child) {
				child.onMessage((message, handle) -> {
					seen.add(message);
					throw new IllegalStateException("thrown by a test");
				});
			}

		};
		awaitClose(this.children.add(ChildProcess.fork(ForkModule.of(NodeAvailable.Script.of("fork-child.js")),
				List.of("ten"), ForkOptions.defaults(), throwing)));
		assertThat(seen.size()).isEqualTo(10);
	}

	// test-child-process-send-after-close, test-child-process-send-cb
	@Test
	void sendAfterTheCloseFails() {
		ChildProcess child = fork("echo");
		Sent first = child.send("hello");
		assertThat(first.writable()).isTrue();
		assertThat(Children.await(first.written())).isNull();
		this.recorder.expect("hello");
		child.disconnect();
		awaitClose(child);
		Sent late = child.send("late");
		assertThat(late.writable()).isFalse();
		assertThat(catchThrowable(() -> Children.await(late.written())))
			.hasCauseInstanceOf(ChannelClosedException.class);
		assertThat(this.recorder.failures()).isEmpty();
	}

	// test-child-process-send-returns-boolean
	@Test
	void sendBehindAHandleTellsToWait() throws IOException {
		ChildProcess child = fork("echo");
		child.send("up");
		this.recorder.expect("up");
		Children.stop(child);
		List<Sent> sent = new ArrayList<>();
		try (Handle server = Loopback.handle(Loopback.listen())) {
			sent.add(child.send("handle", server, HandleType.NET_SERVER));
		}
		for (int i = 0; i < 3; i++) {
			sent.add(child.send("behind " + i));
		}
		assertThat(sent.stream().map(Sent::writable)).containsExactly(true, true, false, false);
		List<Integer> order = new CopyOnWriteArrayList<>();
		List<CompletableFuture<?>> written = new ArrayList<>();
		for (int i = 0; i < sent.size(); i++) {
			int number = i;
			written.add(sent.get(i).written().thenRun(() -> order.add(number)));
		}
		child.kill(Signal.SIGCONT);
		written.forEach(Children::await);
		assertThat(order).containsExactly(0, 1, 2, 3);
		this.recorder.expect("handle");
		this.recorder.expect("behind 0");
	}

	// test-child-process-send-type-error
	@Test
	void handleOfTheWrongTypeIsRefused() throws IOException {
		ChildProcess child = fork("echo");
		try (Handle server = Loopback.handle(Loopback.listen())) {
			assertThatIllegalArgumentException().isThrownBy(() -> child.send("x", server, HandleType.DGRAM_SOCKET))
				.withMessage("A handle of the kind TCP_LISTENER cannot be sent as dgram.Socket");
		}
		assertThatIllegalArgumentException().isThrownBy(() -> child.send(new Object() {

			@SuppressWarnings("unused")
			public Object getSelf() {
				return this;
			}

		}));
	}

	// test-child-process-recv-handle; messages are kept until there is a listener
	@Test
	void handleComesWithItsMessage() throws Exception {
		ChildProcess child = this.children.add(ChildProcess.fork(NodeAvailable.Script.of("fork-child.js"),
				List.of("oneTwoThree"), ForkOptions.defaults()));
		Children.await(child.onExit());
		child.onMessage(this.recorder);
		this.recorder.expect("one");
		try (Handle handle = this.recorder.nextHandle("two")) {
			assertThat(handle.kind()).isEqualTo(HandleKind.TCP_LISTENER);
		}
		this.recorder.expect("three");
	}

	// test-cluster-send-handle-twice: the second message comes without a handle
	@Test
	void sameHandleTwice() throws IOException {
		ChildProcess child = this.children
			.add(ChildProcess.fork(NodeAvailable.Script.of("fork-child.js"), List.of("twice"), ForkOptions.defaults()));
		child.onMessage(this.recorder);
		try (java.net.Socket client = Loopback.connect(this.recorder.next().intValue())) {
			try (Handle handle = this.recorder.nextHandle("one")) {
				assertThat(handle.kind()).isEqualTo(HandleKind.TCP_STREAM);
			}
			this.recorder.expect("two");
			assertThat(client.isConnected()).isTrue();
		}
		assertThat(Children.await(child.onExit()).code()).isZero();
	}

	// sequential/test-child-process-pass-fd, test-child-process-fork-net: several
	// children, and the sender closes its own at once
	@Test
	void socketsForSeveralChildren() throws IOException {
		List<ChildProcess> several = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			several.add(this.children.add(
					ChildProcess.fork(NodeAvailable.Script.of("interop-child.js"), List.of(), ForkOptions.defaults())));
		}
		Socket listener = Loopback.listen();
		List<java.net.Socket> clients = new ArrayList<>();
		try (Handle server = Loopback.handle(listener)) {
			for (int i = 0; i < 12; i++) {
				clients.add(Loopback.connect(listener.localAddress().getPort()));
				try (Handle connection = Loopback.accept(listener)) {
					several.get(i % 3).send(Map.of("do", "takeSocket"), connection, HandleType.NET_SOCKET);
				}
			}
			assertThat(server.isOpen()).isTrue();
		}
		for (java.net.Socket client : clients) {
			assertThat(Loopback.textOf(client)).isEqualTo("child");
		}
	}

	// test-child-process-fork-closed-channel-segfault
	@Test
	void childThatDiesWhileHandlesWait() throws IOException {
		ChildProcess child = fork("sockets");
		List<Sent> sent = new ArrayList<>();
		try (Handle server = Loopback.handle(Loopback.listen())) {
			for (int i = 0; i < 50; i++) {
				sent.add(child.send(i, server, HandleType.NET_SERVER));
			}
		}
		awaitClose(child);
		for (Sent each : sent) {
			Throwable failure = catchThrowable(() -> each.acknowledged().orTimeout(120, TimeUnit.SECONDS).join());
			if (failure != null) {
				assertThat(failure).hasCauseInstanceOf(ChannelClosedException.class);
			}
		}
		assertThat(this.recorder.events()).containsExactly("spawn", "disconnect", "exit 3", "close 3");
		assertThat(this.recorder.failures()).isEmpty();
	}

	// test-child-process-stdin-ipc, test-child-process-stdout-ipc
	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 2, 5 })
	void channelAtAnyNumber(int index) {
		ForkOptions options = new ForkOptions(SpawnOptions.defaults().withStdio(index, Stdio.ipc()),
				ForkOptions.defaults().execPath(), ForkOptions.defaults().execArgv());
		awaitClose(fork(options, "stdinIpc", Integer.toString(index)));
		this.recorder.expect("from " + index);
		assertThat(this.recorder.events()).endsWith("disconnect", "exit 0", "close 0");
	}

	// Node's 2.3: a grandchild that holds the channel and stdout delays disconnect and
	// close, not the exit
	@Test
	void grandchildDelaysTheCloseAndNotTheExit() throws IOException {
		ChildProcess child = fork(ForkOptions.defaults()
			.with((spawn) -> spawn.withStdio(Stdio.discard(), Stdio.pipe(), Stdio.inherit(), Stdio.ipc(),
					Stdio.pipe())),
				"grandchild");
		this.recorder.expect("before");
		assertThat(Children.await(child.onExit())).isEqualTo(new ExitStatus(7));
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "exit 7");
		assertThat(child.isConnected()).isTrue();
		assertThat(child.onClose()).isNotDone();
		child.pipe(4).orElseThrow().outputStream().write('\n');
		assertThat(text(child.stdout())).isEqualTo("late\n");
		awaitClose(child);
		assertThat(this.recorder.events()).containsExactly("spawn", "message", "exit 7", "disconnect", "close 7");
	}

	// Messages that were sent right before the exit arrive before it
	@Test
	void floodRightBeforeTheExit() {
		awaitClose(fork("flood"));
		for (int i = 0; i < 200; i++) {
			assertThat(this.recorder.next().get("i").intValue()).isEqualTo(i);
		}
		assertThat(this.recorder.events()).endsWith("message", "disconnect", "exit 0", "close 0");
	}

}
