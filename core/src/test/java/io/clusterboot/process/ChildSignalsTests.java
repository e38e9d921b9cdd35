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
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ChildSignals}, with a {@code kill} that blocks or fails.
 */
@Timeout(300)
class ChildSignalsTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	private final ExecutorService thread = Executors.newSingleThreadExecutor();

	private final CountDownLatch released = new CountDownLatch(1);

	private final CountDownLatch entered = new CountDownLatch(1);

	private final List<String> sent = new CopyOnWriteArrayList<>();

	private final ChildProcess child = this.children.spawn(Children.shell("exec tail -f /dev/null"),
			SpawnOptions.defaults());

	@AfterEach
	void release() {
		this.released.countDown();
		this.thread.shutdown();
	}

	@Test
	void callerDoesNotWaitForTheCommand() {
		ChildSignals signals = signals(this::blocked);
		CompletableFuture<Signal.Delivery> hangUp = signals.send(Signal.SIGHUP);
		CompletableFuture<Signal.Delivery> quit = signals.send(Signal.SIGQUIT);
		CompletableFuture<Signal.Delivery> terminate = signals.send(Signal.SIGTERM);
		assertThat(List.of(hangUp, quit, terminate)).noneMatch(CompletableFuture::isDone);
		this.released.countDown();
		assertThat(Children.await(terminate)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(List.of(hangUp, quit)).allMatch(CompletableFuture::isDone);
		assertThat(this.sent).containsExactly("HUP", "QUIT");
		assertThat(Children.await(this.child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
	}

	@Test
	void killOvertakesACommandThatBlocks() throws InterruptedException {
		ChildSignals signals = signals(this::blocked);
		CompletableFuture<Signal.Delivery> hangUp = signals.send(Signal.SIGHUP);
		this.entered.await();
		assertThat(signals.send(Signal.SIGKILL)).isCompletedWithValue(Signal.Delivery.DELIVERED);
		assertThat(Children.await(this.child.onExit())).isEqualTo(ExitStatus.of(Signal.SIGKILL));
		assertThat(hangUp).isNotDone();
	}

	@Test
	void terminateIsSentByTheCallerWhenNothingIsQueued() {
		ChildSignals signals = signals(this::recorded);
		assertThat(signals.sendAndWait(Signal.SIGHUP)).isEqualTo(Signal.Delivery.DELIVERED);
		assertThat(signals.send(Signal.SIGTERM)).isCompletedWithValue(Signal.Delivery.DELIVERED);
		assertThat(this.sent).containsExactly("HUP");
	}

	@Test
	void failureIsThatOfTheResultAndDoesNotStopLaterSignals() {
		ChildSignals signals = signals((signal, pid) -> {
			throw new IllegalStateException("no kill for " + signal);
		});
		CompletableFuture<Signal.Delivery> hangUp = signals.send(Signal.SIGHUP);
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Children.await(hangUp))
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("no kill for HUP");
		assertThatIllegalStateException().isThrownBy(() -> signals.sendAndWait(Signal.SIGHUP))
			.withMessage("no kill for HUP");
		assertThat(signals.send(Signal.SIGTERM)).isCompletedWithValue(Signal.Delivery.DELIVERED);
	}

	@Test
	void threadDumpIsRequestedWithoutWaiting() throws InterruptedException {
		ThreadDumpCapture capture = ThreadDumpCapture.request(signals(this::blocked), new LastLines(),
				Duration.ofSeconds(120));
		this.entered.await();
		assertThat(capture.isOver()).isFalse();
		assertThat(this.sent).isEmpty();
	}

	@Test
	void threadDumpFailsWithTheCommand() {
		CompletableFuture<Path> written = ThreadDumpCapture.request(signals((signal, pid) -> {
			throw new IllegalStateException("no kill for " + signal);
		}), new LastLines(), Duration.ofSeconds(120)).writtenTo(this.directory.resolve("dump"));
		assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> Children.await(written))
			.withMessageContaining("No thread dump: SIGQUIT was not sent: no kill for QUIT");
	}

	@Test
	void childSendsSignalsInOrderWithoutWaiting() {
		ChildProcess stopped = this.child;
		CompletableFuture<Signal.Delivery> stop = stopped.killAsync(Signal.SIGSTOP);
		CompletableFuture<Signal.Delivery> proceed = stopped.killAsync(Signal.SIGCONT);
		CompletableFuture<Signal.Delivery> terminate = stopped.killAsync(Signal.SIGTERM);
		assertThat(Children.await(stopped.onExit())).isEqualTo(ExitStatus.of(Signal.SIGTERM));
		assertThat(List.of(stop, proceed, terminate))
			.allSatisfy((delivery) -> assertThat(Children.await(delivery)).isEqualTo(Signal.Delivery.DELIVERED));
		assertThat(stopped.isKilled()).isTrue();
		assertThat(Children.await(stopped.killAsync(Signal.SIGHUP))).isEqualTo(Signal.Delivery.NO_SUCH_PROCESS);
	}

	private ChildSignals signals(KillCommand command) {
		return new ChildSignals(ProcessHandle.of(this.child.pid()).orElseThrow(), command, this.thread);
	}

	private Signal.Delivery recorded(String signal, long pid) {
		assertThat(pid).isEqualTo(this.child.pid());
		this.sent.add(signal);
		return Signal.Delivery.DELIVERED;
	}

	private Signal.Delivery blocked(String signal, long pid) {
		this.entered.countDown();
		try {
			this.released.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		return recorded(signal, pid);
	}

}
