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
package io.clusterboot.cluster.service;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

import io.clusterboot.cluster.loop.ControlLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The socket on which a service manager takes notifications, each a datagram. It never
 * blocks: while the service manager does not read, notifications wait. Confined to the
 * control loop, except {@link #close()}.
 */
final class NotifySocket implements Consumer<String>, Closeable {

	private static final Logger logger = LoggerFactory.getLogger(NotifySocket.class);

	/**
	 * The kernel does not say when there is room again on an unconnected socket.
	 */
	private static final Duration RETRY = Duration.ofMillis(100);

	private final ControlLoop loop;

	private final Socket socket;

	private final byte[] address;

	private final Deque<String> waiting = new ArrayDeque<>();

	private boolean failed;

	private NotifySocket(ControlLoop loop, Socket socket, byte[] address) {
		this.loop = loop;
		this.socket = socket;
		this.address = address;
	}

	/**
	 * Open a socket.
	 * @param address where the service manager reads: a path, or {@code @} and a name
	 * @return the socket, to be closed by the caller
	 */
	static NotifySocket open(String address, ControlLoop loop) {
		Epoll.ensureAvailability();
		byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
		if (bytes[0] == '@') {
			bytes[0] = 0;
		}
		return new NotifySocket(loop, Socket.newSocketDomainDgram(), bytes);
	}

	/**
	 * Send a notification, after those that wait. One that waits already is not sent
	 * twice, so that the number of those that wait is bounded.
	 */
	@Override
	public void accept(String notification) {
		if (this.waiting.isEmpty()) {
			this.waiting.add(notification);
			send();
		}
		else {
			this.waiting.removeIf(notification::equals);
			this.waiting.add(notification);
		}
	}

	private void send() {
		while (!this.waiting.isEmpty()) {
			if (!send(this.waiting.getFirst())) {
				this.loop.schedule(RETRY, this::send);
				return;
			}
			this.waiting.removeFirst();
		}
	}

	/**
	 * Send a notification.
	 * @return {@code false} if it has to wait
	 */
	private boolean send(String notification) {
		byte[] bytes = notification.getBytes(StandardCharsets.UTF_8);
		ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
		try {
			return this.socket.sendToDomainSocket(buffer, 0, bytes.length, this.address) > 0;
		}
		catch (IOException ex) {
			if (this.failed) {
				logger.debug("The service manager was not told {}", notification, ex);
			}
			else {
				this.failed = true;
				logger.warn("The service manager was not told {}: {}", notification, ex.getMessage());
			}
			return true;
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			logger.debug("The socket to the service manager was not closed", ex);
		}
	}

}
