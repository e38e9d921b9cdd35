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

package io.clusterboot.spring.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.cluster.worker.WorkerListener;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A master with one listening socket and one worker, that says what a test tells it to.
 */
public final class FakeMaster implements ChannelListener, Closeable {

	/**
	 * Enough for a busy machine; costs nothing when all is well.
	 */
	public static final Duration DEADLINE = Duration.ofSeconds(50);

	private static final int CLOSING = -1000;

	private final Handle listener;

	private final InetSocketAddress address;

	private final Policy policy;

	private final Handle workersEnd;

	private volatile int errno;

	private final Channel channel;

	private final AtomicInteger sequence = new AtomicInteger();

	private final BlockingQueue<Accepted> answers = new LinkedBlockingQueue<>();

	private final BlockingQueue<QueryServer> queries = new LinkedBlockingQueue<>();

	private final BlockingQueue<Listening> listening = new LinkedBlockingQueue<>();

	private final BlockingQueue<Close> closed = new LinkedBlockingQueue<>();

	private Thread dispatcher = new Thread("not started");

	private volatile boolean closing;

	private volatile Runnable onQuery = () -> {
	};

	private FakeMaster(Handle listener, Policy policy, Handle[] pair) {
		this.listener = listener;
		this.address = listener.localAddress();
		this.policy = policy;
		this.workersEnd = pair[1];
		this.channel = Channel.open(pair[0], ChannelOptions.defaults().withName("worker")).start(this);
	}

	public static FakeMaster start(Policy policy) throws IOException {
		return start(policy, listener());
	}

	/**
	 * Open a socket that listens on a random port.
	 */
	public static Handle listener() throws IOException {
		Handle listener = bound();
		listener.listen(1024);
		return listener;
	}

	/**
	 * Open a socket that is only bound, to a random port.
	 */
	public static Handle bound() throws IOException {
		Epoll.ensureAvailability();
		Socket socket = Socket.newSocketStream();
		socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		return Handle.adopt(socket.intValue());
	}

	public static FakeMaster start(Policy policy, Handle listener) {
		return new FakeMaster(listener, policy, Handle.socketPair());
	}

	/**
	 * Return the end of the channel for a worker that is another process.
	 */
	public Handle workersEnd() {
		return this.workersEnd;
	}

	/**
	 * Return the environment of a worker in this process, which owns its end from then
	 * on.
	 */
	public Map<String, String> environment() {
		return Map.of("CLUSTER_CHANNEL_FD", Integer.toString(this.workersEnd.release()), "CLUSTER_UNIQUE_ID", "1",
				ClusterMessage.VERSION.variable(), ClusterMessage.VERSION.value());
	}

	/**
	 * Join as a worker in this process that ignores the end of its master.
	 */
	public ClusterWorker join() {
		return ClusterWorker.join(new CurrentProcess(environment()), 1 << 20, new WorkerListener() {

			@Override
			public void stopRequested() {
				// not by this master
			}

			@Override
			public void masterGone() {
				// the end of the test
			}

		});
	}

	public InetSocketAddress address() {
		return this.address;
	}

	/**
	 * Answer that nothing can be bound.
	 */
	public void refuse(int errno) {
		this.errno = errno;
	}

	/**
	 * Do something right after the next answer.
	 */
	public void afterQuery(Runnable onQuery) {
		this.onQuery = onQuery;
	}

	/**
	 * Accept the next connection. The socket does not block, as it is the worker's too.
	 */
	public Handle accept() throws IOException {
		Socket socket = new Socket(this.listener.descriptor());
		int accepted = await("a connection to accept").atMost(DEADLINE)
			.pollInterval(Duration.ofNanos(100_000))
			.until(() -> this.closing ? CLOSING : socket.accept(new byte[25]),
					(descriptor) -> descriptor >= 0 || descriptor == CLOSING);
		if (accepted == CLOSING) {
			throw new ClosedChannelException();
		}
		return Handle.adopt(accepted);
	}

	/**
	 * Accept and hand over whatever comes.
	 */
	public void dispatch() {
		this.dispatcher = new Thread(() -> {
			try {
				while (!this.closing) {
					try (Handle connection = accept()) {
						offer(connection);
					}
				}
			}
			catch (IOException ex) {
				// the end of the test
			}
		}, "fake-master");
		this.dispatcher.setDaemon(true);
		this.dispatcher.start();
	}

	public void offer(Handle connection) {
		offer(connection, "key-0");
	}

	public void offer(Handle connection, String key) {
		send(new NewConnection(key), null, connection);
	}

	private void send(ClusterMessage message, @Nullable Integer acknowledges, @Nullable Handle handle) {
		JsonNode frame = ClusterMessageCodec
			.encode(new Envelope(this.sequence.getAndIncrement(), acknowledges, message));
		if (handle != null) {
			this.channel.send(frame, handle,
					(handle.kind() == HandleKind.UDP) ? HandleType.DGRAM_NATIVE : HandleType.NET_NATIVE);
		}
		else {
			this.channel.send(frame);
		}
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		// nothing of ours
	}

	@Override
	public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
		Envelope envelope = ClusterMessageCodec.decode(frame);
		if (envelope.message() instanceof QueryServer query) {
			this.queries.add(query);
			answer(query, envelope.sequence());
			this.onQuery.run();
		}
		else if (envelope.message() instanceof Accepted accepted) {
			this.answers.add(accepted);
		}
		else if (envelope.message() instanceof Listening server) {
			this.listening.add(server);
		}
		else if (envelope.message() instanceof Close server) {
			this.closed.add(server);
		}
	}

	private void answer(QueryServer query, int sequence) {
		String key = "key-" + query.server().index();
		if (this.errno != 0) {
			send(new ServerReply(this.errno, key), sequence, null);
			return;
		}
		switch (this.policy) {
			case SHARED -> send(new ServerReply(0, key), sequence, this.listener);
			case HANDED_OVER -> send(new ServerReply(0, key, null, address()), sequence, this.listener);
			case HANDED_OVER_AS_NODE_DOES -> send(new ServerReply(0, key, null, address()), sequence, null);
		}
	}

	public boolean nextAnswer() throws InterruptedException {
		return next(this.answers).accepted();
	}

	public QueryServer nextQuery() throws InterruptedException {
		return next(this.queries);
	}

	public Listening nextListening() throws InterruptedException {
		return next(this.listening);
	}

	/**
	 * Return whether the worker has said that it listens, and nobody has asked for that.
	 */
	public boolean hasListening() {
		return !this.listening.isEmpty();
	}

	public String nextClosed() throws InterruptedException {
		return next(this.closed).key();
	}

	private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
		T next = queue.poll(DEADLINE.toSeconds(), TimeUnit.SECONDS);
		assertThat(next).as("what the worker says").isNotNull();
		return next;
	}

	/**
	 * End the channel and close the socket, as the end of the process does.
	 */
	public void die() {
		this.channel.close();
		this.listener.close();
	}

	@Override
	public void close() {
		// Before the descriptor is closed, and its number somebody else's
		this.closing = true;
		try {
			this.dispatcher.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.channel.close();
		this.workersEnd.close();
		this.listener.close();
	}

	/**
	 * Who accepts.
	 */
	public enum Policy {

		SHARED, HANDED_OVER, HANDED_OVER_AS_NODE_DOES

	}

}
