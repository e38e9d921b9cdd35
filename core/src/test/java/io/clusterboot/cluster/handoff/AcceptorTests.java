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

package io.clusterboot.cluster.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.Handle;
import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link Acceptor} and {@link AcceptLoop}.
 */
@Timeout(300)
class AcceptorTests {

	private final AcceptLoop loop = AcceptLoop.start("test-accept");

	private final ListeningSockets sockets = new ListeningSockets(SchedulingPolicy.ROUND_ROBIN);

	private final Recorder recorder = new Recorder();

	private final List<Socket> clients = new ArrayList<>();

	private InetSocketAddress address;

	private Handle listener;

	@BeforeEach
	void listen() throws IOException {
		ListeningSocket socket = this.sockets.obtain(new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0),
				ListenOptions.backlog(0), 0);
		this.address = socket.localAddress();
		this.listener = socket.handle().duplicate();
	}

	@AfterEach
	void close() throws IOException {
		this.loop.close();
		this.sockets.close();
		for (Socket client : this.clients) {
			client.close();
		}
		// The loop may still be at it
		await().atMost(Duration.ofMinutes(2)).until(() -> !this.listener.isOpen());
	}

	@Test
	void acceptsWhileItIsWanted() throws Exception {
		Acceptor acceptor = onLoop(() -> Acceptor.open(this.listener, this.recorder, this.loop));
		Socket first = connect();
		onLoop(() -> null);
		assertThat(this.recorder.told).isEmpty();
		resume(acceptor);
		assertThat(this.recorder.next()).isEqualTo(first.getLocalSocketAddress());
		onLoop(() -> {
			acceptor.pause();
			return null;
		});
		Socket second = connect();
		onLoop(() -> null);
		onLoop(() -> null);
		assertThat(this.recorder.told).isEmpty();
		resume(acceptor);
		assertThat(this.recorder.next()).isEqualTo(second.getLocalSocketAddress());
	}

	@Test
	void endServesWhatIsWaitingThenClosesTheSocket() throws Exception {
		CountDownLatch connected = new CountDownLatch(1);
		Acceptor acceptor = onLoop(() -> Acceptor.open(this.listener, this.recorder, this.loop));
		resume(acceptor);
		this.loop.execute(() -> {
			awaitQuietly(connected);
			acceptor.finish();
		});
		Socket waiting = connect();
		connected.countDown();
		assertThat(this.recorder.next()).isEqualTo(waiting.getLocalSocketAddress());
		onLoop(() -> null);
		assertThat(this.listener.isOpen()).isFalse();
		onLoop(() -> {
			acceptor.pause();
			acceptor.resume();
			acceptor.close();
			return null;
		});
	}

	private static void awaitQuietly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void outOfDescriptorsIsToldOnceAndRecoveredFrom() throws Exception {
		FailingSource source = new FailingSource(this.listener, Errno.EMFILE.negative(), 2);
		RecordedTimers timers = new RecordedTimers(this.loop);
		Acceptor acceptor = onLoop(() -> Acceptor.open(this.listener, source, this.recorder, this.loop, timers));
		resume(acceptor);
		Socket client = connect();
		assertThat(this.recorder.next()).isEqualTo("fails");
		assertThat(this.recorder.next()).isEqualTo("again");
		assertThat(this.recorder.next()).isEqualTo(client.getLocalSocketAddress());
		assertThat(timers.delays).containsExactly(Acceptor.SHORTEST_PAUSE, Acceptor.SHORTEST_PAUSE.multipliedBy(2));
	}

	@Test
	void connectionThatItsClientGaveUpIsPassedOver() throws Exception {
		FailingSource source = new FailingSource(this.listener, Errno.ECONNABORTED.negative(), 1);
		Acceptor acceptor = onLoop(() -> Acceptor.open(this.listener, source, this.recorder, this.loop, this.loop));
		resume(acceptor);
		Socket client = connect();
		assertThat(this.recorder.next()).isEqualTo(client.getLocalSocketAddress());
	}

	@Test
	void connectionsInQuickSuccessionGather() throws Exception {
		ManualTimers timers = new ManualTimers(this.loop);
		resume(open(timers));
		assertAccepted(connect());
		timers.pass(Acceptor.GATHERING);
		assertAccepted(connect());
		assertThat(timers.waiting).isEmpty();
		assertAccepted(connect());
		List<Socket> gathered = List.of(connect(), connect());
		onLoop(() -> null);
		onLoop(() -> null);
		assertThat(this.recorder.told).isEmpty();
		onLoop(timers::run);
		for (Socket client : gathered) {
			assertAccepted(client);
		}
		// There were several, so there may be more
		onLoop(timers::run);
		timers.pass(Acceptor.GATHERING);
		assertAccepted(connect());
		assertThat(timers.waiting).isEmpty();
	}

	@Test
	void connectionsThatGatherStayInTheBacklogOfAPausedSocket() throws Exception {
		ManualTimers timers = new ManualTimers(this.loop);
		Acceptor acceptor = open(timers);
		resume(acceptor);
		assertAccepted(connect());
		assertAccepted(connect());
		Socket gathered = connect();
		onLoop(() -> {
			acceptor.pause();
			return timers.run();
		});
		assertThat(this.recorder.told).isEmpty();
		resume(acceptor);
		assertAccepted(gathered);
	}

	private Acceptor open(ControlLoop timers) throws Exception {
		return Objects.requireNonNull(onLoop(() -> Acceptor.open(this.listener, new FailingSource(this.listener, 0, 0),
				this.recorder, this.loop, timers)));
	}

	/**
	 * Wait until a connection was accepted, and the loop looks for others.
	 */
	private void assertAccepted(Socket client) throws Exception {
		assertThat(this.recorder.next()).isEqualTo(client.getLocalSocketAddress());
		onLoop(() -> null);
	}

	private void resume(Acceptor acceptor) throws Exception {
		onLoop(() -> {
			acceptor.resume();
			return null;
		});
	}

	private <T> @Nullable T onLoop(Supplier<@Nullable T> task) throws Exception {
		CompletableFuture<@Nullable T> done = new CompletableFuture<>();
		this.loop.execute(() -> done.complete(task.get()));
		return done.get(120, TimeUnit.SECONDS);
	}

	private Socket connect() throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), this.address.getPort());
		this.clients.add(client);
		return client;
	}

	/**
	 * A source that fails a few times before it accepts.
	 */
	private static final class FailingSource implements Acceptor.AcceptCall {

		private final io.netty.channel.unix.Socket socket;

		private final int error;

		private int failures;

		FailingSource(Handle listener, int error, int failures) {
			this.socket = new io.netty.channel.unix.Socket(listener.descriptor());
			this.error = error;
			this.failures = failures;
		}

		@Override
		public int accept(byte[] address) throws IOException {
			if (this.failures > 0) {
				this.failures--;
				throw new NativeIoException("accept", this.error);
			}
			return this.socket.accept(address);
		}

	}

	/**
	 * The timers of a loop, with a record of their delays.
	 */
	private static final class RecordedTimers implements ControlLoop {

		private final ControlLoop loop;

		private final List<Duration> delays = new CopyOnWriteArrayList<>();

		RecordedTimers(ControlLoop loop) {
			this.loop = loop;
		}

		@Override
		public void execute(Runnable task) {
			this.loop.execute(task);
		}

		@Override
		public Timer schedule(Duration delay, Runnable task) {
			this.delays.add(delay);
			return this.loop.schedule(delay, task);
		}

		@Override
		public long nanoTime() {
			return this.loop.nanoTime();
		}

	}

	/**
	 * Timers that wait until they are run, and a clock that stands still.
	 */
	private static final class ManualTimers implements ControlLoop {

		private final ControlLoop loop;

		private final Deque<Runnable> waiting = new ConcurrentLinkedDeque<>();

		private final AtomicLong now = new AtomicLong();

		ManualTimers(ControlLoop loop) {
			this.loop = loop;
		}

		void pass(Duration time) {
			this.now.addAndGet(time.toNanos());
		}

		/**
		 * Run the timer that waits.
		 */
		@Nullable Object run() {
			this.waiting.remove().run();
			return null;
		}

		@Override
		public void execute(Runnable task) {
			this.loop.execute(task);
		}

		@Override
		public Timer schedule(Duration delay, Runnable task) {
			this.waiting.add(task);
			return () -> this.waiting.remove(task);
		}

		@Override
		public long nanoTime() {
			return this.now.get();
		}

	}

	/**
	 * Writes down what happens, and closes what it gets.
	 */
	private static final class Recorder implements ConnectionTarget {

		private final BlockingQueue<Object> told = new LinkedBlockingQueue<>();

		Object next() throws InterruptedException {
			Object next = this.told.poll(120, TimeUnit.SECONDS);
			assertThat(next).isNotNull();
			return next;
		}

		@Override
		public boolean takesMore() {
			return true;
		}

		@Override
		public void accepted(Handle connection, InetSocketAddress client) {
			connection.close();
			this.told.add(client);
		}

		@Override
		public void acceptFails(IOException cause) {
			this.told.add("fails");
		}

		@Override
		public void acceptsAgain() {
			this.told.add("again");
		}

	}

}
