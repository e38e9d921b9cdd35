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

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelClosedException;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.UnhandledError.Origin;
import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What Node says of {@code process}, in a process whose parent is this test.
 */
@Timeout(300)
class CurrentProcessConformanceTests {

	private final Handle[] ends = Handle.socketPair();

	private final Channel parent = Channel.open(this.ends[0], ChannelOptions.defaults());

	private final BlockingQueue<JsonNode> toParent = new LinkedBlockingQueue<>();

	private final CountDownLatch parentDisconnected = new CountDownLatch(1);

	private final CurrentProcess process = new CurrentProcess(
			new HashMap<>(Map.of("CLUSTER_CHANNEL_FD", Integer.toString(this.ends[1].release()))));

	private final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

	@AfterEach
	void close() {
		this.parent.close();
		this.process.channel().ifPresent(Channel::close);
	}

	private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(120, TimeUnit.SECONDS);
		assertThat(next).isNotNull();
		return next;
	}

	/**
	 * The errors of this JVM are those of all its tests.
	 */
	private static Consumer<UnhandledError> whereMessageHas(String text, BlockingQueue<UnhandledError> errors) {
		return (error) -> {
			if (String.valueOf(error.error().getMessage()).contains(text)) {
				errors.add(error);
			}
		};
	}

	private void startParent() {
		this.parent.start(new ChannelListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				CurrentProcessConformanceTests.this.toParent.add(message);
			}

			@Override
			public void disconnected(DisconnectCause cause) {
				CurrentProcessConformanceTests.this.parentDisconnected.countDown();
			}

		});
	}

	@Test
	void messagesBeforeTheFirstListenerAreKeptInOrder() throws Exception {
		for (int i = 0; i < 100; i++) {
			this.parent.send(i);
		}
		assertThat(this.process.isConnected()).isTrue();
		this.process.onMessage((message, handle) -> this.seen.add(message.intValue()));
		for (int i = 0; i < 100; i++) {
			assertThat(next(this.seen)).isEqualTo(i);
		}
	}

	// A reader that has no listener lets the sender wait, and loses nothing
	@Test
	void floodBeforeTheFirstListenerIsBounded() throws Exception {
		int count = Mailbox.LIMIT * 3;
		// More than fits into the sockets and the buffers between
		String padding = " ".repeat(100);
		assertThat(this.process.isConnected()).isTrue();
		boolean writable = true;
		for (int i = 0; i < count; i++) {
			writable &= this.parent.send("message " + i + padding).writable();
		}
		assertThat(writable).isFalse();
		assertThat(this.parent.statistics().queuedBytes()).isPositive();
		this.process.onMessage((message, handle) -> this.seen.add(message.stringValue()));
		for (int i = 0; i < count; i++) {
			assertThat(next(this.seen)).isEqualTo("message " + i + padding);
		}
	}

	// test-child-process-ipc-next-tick
	@Test
	void listenerThatThrowsIsReportedAndLosesNoMessage() throws Exception {
		BlockingQueue<UnhandledError> errors = new LinkedBlockingQueue<>();
		try (Registration registration = this.process.onUnhandledError(whereMessageHas("by a listener", errors))) {
			assertThat(registration).isNotNull();
			this.process.onMessage((message, handle) -> {
				this.seen.add(message.intValue());
				throw new IllegalStateException("thrown by a listener");
			});
			for (int i = 0; i < 10; i++) {
				this.parent.send(i);
			}
			for (int i = 0; i < 10; i++) {
				assertThat(next(this.seen)).isEqualTo(i);
				assertThat(next(errors).origin()).isEqualTo(Origin.LISTENER);
			}
		}
	}

	@Test
	void sendAndDisconnect() throws Exception {
		startParent();
		CountDownLatch disconnected = new CountDownLatch(1);
		this.process.onDisconnect(disconnected::countDown);
		this.process.send(Map.of("hello", "parent"));
		this.process.disconnect();
		assertThat(this.process.isConnected()).isFalse();
		assertThat(this.process.channel()).isEmpty();
		this.process.disconnect();
		assertThat(disconnected.await(120, TimeUnit.SECONDS)).isTrue();
		assertThat(next(this.toParent)).isEqualTo(Recorder.tree(Map.of("hello", "parent")));
		assertThat(this.parentDisconnected.await(120, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void endOfTheParentIsADisconnect() throws Exception {
		CountDownLatch disconnected = new CountDownLatch(1);
		this.process.onDisconnect(disconnected::countDown);
		this.parent.close();
		assertThat(disconnected.await(120, TimeUnit.SECONDS)).isTrue();
		assertThat(this.process.isConnected()).isFalse();
	}

	// test-child-process-send-after-close; an error nobody looks at is told, and told
	// again when somebody does: unhandledRejection and rejectionHandled
	@Test
	void sendThatFailedIsUnhandledUntilSomebodyLooks() throws Exception {
		BlockingQueue<UnhandledError> unhandled = new LinkedBlockingQueue<>();
		BlockingQueue<UnhandledError> handled = new LinkedBlockingQueue<>();
		this.process.configureChannel((options) -> options.withName("unhandled"));
		try (Registration first = this.process.onUnhandledError(whereMessageHas("'unhandled'", unhandled));
				Registration second = this.process.onErrorHandled(whereMessageHas("'unhandled'", handled))) {
			assertThat(first).isNotSameAs(second);
			// Both are looked at before they fail: the parent does not read
			List<CompletableFuture<Void>> looked = Stream.of("x".repeat(1_000_000), "late")
				.map((text) -> this.process.send(text).written().exceptionally((ex) -> null))
				.toList();
			this.process.channel().orElseThrow().close();
			CompletableFuture<Void> ignored = this.process.send("later").written();
			looked.forEach(Children::await);
			UnhandledError error = next(unhandled);
			assertThat(error.origin()).isEqualTo(Origin.FUTURE);
			assertThat(error.error()).isInstanceOf(ChannelClosedException.class);
			assertThat(handled).isEmpty();
			assertThat(ignored.isCompletedExceptionally()).isTrue();
			assertThat(next(handled)).isEqualTo(error);
			assertThat(unhandled).isEmpty();
		}
	}

	@Test
	void uncaughtExceptionOfAThreadIsTold() throws Exception {
		BlockingQueue<UnhandledError> errors = new LinkedBlockingQueue<>();
		IllegalStateException thrown = new IllegalStateException("thrown by a thread");
		try (Registration registration = this.process.onUnhandledError(whereMessageHas("by a thread", errors))) {
			assertThat(registration).isNotNull();
			new Thread(() -> {
				throw thrown;
			}, "fails").start();
			assertThat(next(errors)).extracting(UnhandledError::origin, UnhandledError::error)
				.containsExactly(Origin.THREAD, thrown);
			this.process.reportDropped(thrown);
			assertThat(next(errors).origin()).isEqualTo(Origin.DROPPED);
		}
	}

	// test-child-process-internal; the runtime and the application share the channel
	@Test
	void internalMessagesGoToTheRuntime() throws Exception {
		startParent();
		BlockingQueue<JsonNode> internal = new LinkedBlockingQueue<>();
		this.parent.send(Map.of("cmd", "NODE_CLUSTER", "act", "x"));
		this.parent.send(Map.of("cmd", "fooNODE_"));
		this.process.onMessage((message, handle) -> this.seen.add(message));
		Channel channel = this.process.attach(new ChannelListener() {

			@Override
			public void message(JsonNode message, @Nullable ReceivedHandle handle) {
				CurrentProcessConformanceTests.this.seen.add("attached");
			}

			@Override
			public void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
				internal.add(message);
			}

		});
		assertThat(next(internal).get("act").stringValue()).isEqualTo("x");
		assertThat(next(this.seen)).isEqualTo(Recorder.tree(Map.of("cmd", "fooNODE_")));
		assertThat(channel).isSameAs(this.process.channel().orElseThrow());
		channel.send("from the runtime");
		this.process.send("from the application");
		assertThat(next(this.toParent).stringValue()).isEqualTo("from the runtime");
		assertThat(next(this.toParent).stringValue()).isEqualTo("from the application");
	}

	// test-child-process-fork-ref2: listeners count, unless somebody has decided
	@Test
	void listenersKeepTheProcessAlive() {
		ChannelKeepAlive keepAlive = new ChannelKeepAlive();
		assertThat(keepAlive.isAlive()).isFalse();
		keepAlive.listenerAdded();
		assertThat(keepAlive.isAlive()).isTrue();
		keepAlive.listenerRemoved();
		assertThat(keepAlive.isAlive()).isFalse();
		keepAlive.decide(true);
		assertThat(keepAlive.isAlive()).isTrue();
		keepAlive.decide(false);
		keepAlive.listenerAdded();
		assertThat(keepAlive.isAlive()).isFalse();
		keepAlive.decide(true);
		keepAlive.end();
		assertThat(keepAlive.isAlive()).isFalse();
	}

	@Test
	void withoutAChannel() {
		CurrentProcess plain = new CurrentProcess(Map.of());
		assertThat(plain.hasChannel()).isFalse();
		assertThat(plain.isConnected()).isFalse();
		assertThat(plain.channel()).isEmpty();
		assertThatIllegalStateException().isThrownBy(() -> plain.send("x"))
			.withMessage("CLUSTER_CHANNEL_FD: not set (expected: in a process that was forked)");
		assertThatIllegalStateException().isThrownBy(plain::disconnect);
	}

	// test-process-argv-0, test-process-execpath, test-process-ppid
	@Test
	void facts() {
		CurrentProcess real = CurrentProcess.get();
		assertThat(real.execPath()).isExecutable();
		assertThat(real.argv()).first().isEqualTo(real.execPath().toString());
		assertThat(real.argv()).element(1).asString().isNotEmpty();
		assertThat(real.argv0()).endsWith("java");
		assertThat(real.execArgv()).isEqualTo(JavaCommand.ofThisProcess().vmOptions());
		assertThat(real.cwd()).isEqualTo(Path.of("").toAbsolutePath());
	}

	// test-process-kill-pid, test-process-kill-null
	@Test
	void killByNameAndNumber() throws Exception {
		CurrentProcess real = CurrentProcess.get();
		assertThat(real.kill(real.pid(), 0)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(real.kill(real.pid(), "0")).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(real.kill(0, 0)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(real.kill(Integer.MAX_VALUE, "SIGTERM")).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
		assertThatIllegalArgumentException().isThrownBy(() -> real.kill(real.pid(), "SIGNOTHING"));
		assertThatIllegalArgumentException().isThrownBy(() -> real.kill(real.pid(), 1000));
		for (String signal : List.of("hup", "SIGUSR1", "9")) {
			try (ChildProcess child = ChildProcess.spawn(List.of("cat"), SpawnOptions.piped())) {
				assertThat(real.kill(child.pid(), signal)).isEqualTo(Signal.Delivery.DELIVERED);
				assertThat(Children.await(child.onExit()).signal()).hasValue(Signal.parse(signal));
			}
		}
		try (ChildProcess leader = ChildProcess.spawn(List.of("sh", "-c", "echo; sleep 60; true"),
				SpawnOptions.piped().detached())) {
			assertThat(leader.stdout().orElseThrow().read()).isEqualTo('\n');
			assertThat(real.kill(-leader.pid(), Signal.SIGKILL)).isEqualTo(Signal.Delivery.DELIVERED);
			// The sleeping grandchild held the output
			assertThat(leader.stdout().orElseThrow().read()).isEqualTo(-1);
			assertThat(Children.await(leader.onClose()).signal()).hasValue(Signal.SIGKILL);
		}
	}

}
