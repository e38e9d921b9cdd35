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
package io.clusterboot.spring.nio;

import java.nio.channels.SocketChannel;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.clusterboot.handle.NioSockets;
import io.clusterboot.spring.netty.ConnectionTarget;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connections that wait until the server takes them. The event loop of the listener
 * puts them in, any thread may take one.
 */
final class ConnectionQueue implements ConnectionTarget {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionQueue.class);

	/**
	 * Number of connections from which on the next ones are left to other workers. A
	 * server that keeps up takes each at once.
	 */
	private static final int CAPACITY = 16;

	/**
	 * An empty entry wakes a thread that waits.
	 */
	private final BlockingQueue<Optional<Handle>> entries = new LinkedBlockingQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger open = new AtomicInteger();

	private final AtomicInteger openOwn = new AtomicInteger();

	private final Runnable roomAgain;

	private final Runnable begun;

	private final Runnable ended;

	/**
	 * Create a queue.
	 * @param roomAgain called when there is room again, on any thread; must not block
	 * @param begun called when a connection was put in; must not block
	 * @param ended called when a connection has ended, on any thread; must not block
	 */
	ConnectionQueue(Runnable roomAgain, Runnable begun, Runnable ended) {
		this.roomAgain = roomAgain;
		this.begun = begun;
		this.ended = ended;
	}

	@Override
	public boolean hasRoom() {
		return this.waiting.get() < CAPACITY;
	}

	@Override
	public Optional<Channel> take(Handle connection, boolean shared) {
		this.open.incrementAndGet();
		this.begun.run();
		this.waiting.incrementAndGet();
		this.entries.add(Optional.of(connection));
		return Optional.empty();
	}

	@Override
	public void takenAll() {
		// Each was passed on already
	}

	/**
	 * Put in a connection of this process to itself, which is not counted.
	 * @param connection the descriptor, which the queue owns
	 */
	void addOwn(Handle connection) {
		this.openOwn.incrementAndGet();
		this.waiting.incrementAndGet();
		this.entries.add(Optional.of(connection));
	}

	/**
	 * Wait for a connection.
	 * @return the connection, {@code null} after {@link #wakeUp()}
	 * @throws InterruptedException if the thread is interrupted
	 */
	@Nullable SocketChannel next() throws InterruptedException {
		while (true) {
			Optional<Handle> entry = this.entries.take();
			if (entry.isEmpty()) {
				return null;
			}
			if (this.waiting.getAndDecrement() == CAPACITY) {
				this.roomAgain.run();
			}
			try {
				return NioSockets.channelOf(entry.get());
			}
			catch (HandleException ex) {
				logger.debug("A connection ended before it was served", ex);
				close(entry.get());
			}
		}
	}

	/**
	 * Let one thread that waits, or the next one that will, go on without a connection.
	 */
	void wakeUp() {
		this.entries.add(Optional.empty());
	}

	/**
	 * Close the connections that nobody took.
	 */
	void clear() {
		for (Optional<Handle> entry = this.entries.poll(); entry != null; entry = this.entries.poll()) {
			entry.ifPresent((connection) -> {
				this.waiting.decrementAndGet();
				close(connection);
			});
		}
	}

	private void close(Handle connection) {
		connection.close();
		connectionEnded();
	}

	/**
	 * A connection that was taken has ended. Servers do not say which. Those of this
	 * process to itself are over before there are others, but for some that are given up.
	 */
	void connectionEnded() {
		if (this.openOwn.getAndUpdate((count) -> Math.max(0, count - 1)) > 0) {
			return;
		}
		this.open.decrementAndGet();
		this.ended.run();
	}

	/**
	 * Return the number of connections that have not ended.
	 */
	int openConnections() {
		return this.open.get();
	}

}
