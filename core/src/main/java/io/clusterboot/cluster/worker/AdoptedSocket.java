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

package io.clusterboot.cluster.worker;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A socket of the master that a server of this worker uses. The connections of a
 * listening socket are accepted by the worker, or by the master, which hands them over; a
 * UDP socket is read by all workers that have it. The caller that gets it owns the
 * handle, and reports when it listens and when it is closed. May be used from any thread.
 */
public final class AdoptedSocket {

	private static final Logger logger = LoggerFactory.getLogger(AdoptedSocket.class);

	private final WorkerSockets sockets;

	private final ServerAddress server;

	private final String key;

	private final @Nullable Handle handle;

	private final @Nullable InetSocketAddress handedOver;

	private final List<OfferedConnection> early = new ArrayList<>();

	private @Nullable ConnectionReceiver receiver;

	private final AtomicBoolean isClosed = new AtomicBoolean();

	private final AtomicReference<@Nullable Runnable> close = new AtomicReference<>();

	AdoptedSocket(WorkerSockets sockets, ServerAddress server, String key, @Nullable Handle handle,
			@Nullable InetSocketAddress handedOver) {
		this.sockets = sockets;
		this.server = server;
		this.key = key;
		this.handle = handle;
		this.handedOver = handedOver;
	}

	String key() {
		return this.key;
	}

	/**
	 * Return the descriptor of the socket: bound, listening unless it is for UDP,
	 * non-blocking.
	 * @return the handle, which belongs to the caller; empty if the master hands
	 * connections over and keeps the socket for itself, as Node's does
	 */
	public Optional<Handle> handle() {
		return Optional.ofNullable(this.handle);
	}

	/**
	 * Return whether the master accepts on the socket and hands the connections over.
	 * While it does, the worker must not accept.
	 * @return {@code false} if this worker accepts by itself, or the master is gone
	 */
	public boolean isHandedOver() {
		return this.handedOver != null && this.sockets.isConnected();
	}

	/**
	 * Return the address of the socket.
	 * @return the address, with the real port
	 */
	public InetSocketAddress localAddress() {
		return (this.handle != null) ? this.handle.localAddress() : Objects.requireNonNull(this.handedOver);
	}

	/**
	 * Let the socket listen, if it does not yet: Node's primary only binds it, and does
	 * not check whether that succeeded.
	 * @param address the address asked for
	 * @param backlog how many connections may wait to be accepted
	 * @throws BindFailedException if it can't listen there
	 */
	void listen(InetSocketAddress address, int backlog) throws BindFailedException {
		if (this.handle == null || this.handle.kind() != HandleKind.TCP_BOUND) {
			return;
		}
		if (address.getPort() != 0 && address.getPort() != this.handle.localAddress().getPort()) {
			throw new BindFailedException(address, Errno.EADDRINUSE.negative());
		}
		int errno = this.handle.setNonBlocking().listen(backlog);
		if (errno != 0) {
			throw new BindFailedException(address, errno);
		}
	}

	/**
	 * Receive the connections that the master hands over, including those that arrived
	 * before.
	 * @param receiver receives the connections
	 */
	public void receive(ConnectionReceiver receiver) {
		List<OfferedConnection> waiting;
		synchronized (this.early) {
			this.receiver = receiver;
			waiting = List.copyOf(this.early);
			this.early.clear();
		}
		waiting.forEach(receiver::offered);
	}

	void offer(OfferedConnection connection) {
		ConnectionReceiver receiver;
		synchronized (this.early) {
			receiver = this.receiver;
			if (receiver == null) {
				this.early.add(connection);
				return;
			}
		}
		receiver.offered(connection);
	}

	/**
	 * Answer connections that were offered together, in one go.
	 * @param answers takes and declines them
	 */
	public void answerTogether(Runnable answers) {
		this.sockets.sendTogether(answers);
	}

	/**
	 * Tell the master that connections are accepted, or datagrams read, from now on.
	 * @param localAddress where, with the real port
	 */
	public void listening(InetSocketAddress localAddress) {
		this.sockets.listening(this.server.withPort(localAddress.getPort()));
	}

	/**
	 * Tell the master that this worker no longer accepts or reads on the socket. A worker
	 * that leaves waits for this call, so a server that lets its connections finish makes
	 * it when they have ended.
	 */
	public void closed() {
		receive(OfferedConnection::decline);
		if (this.isClosed.compareAndSet(false, true)) {
			this.sockets.closed(this, this.server);
		}
	}

	/**
	 * Give up a socket that no server serves.
	 */
	void abandon() {
		handle().ifPresent(Handle::close);
		closed();
	}

	/**
	 * Set how the server of this socket is closed when the worker leaves.
	 * @param close begins to close it, without blocking; {@link #closed()} has to follow.
	 * It is run at most once: immediately if the worker is already leaving
	 * @see ClusterWorker#disconnect()
	 */
	public void closeWith(Runnable close) {
		this.close.set(close);
		if (this.sockets.isClosing()) {
			close();
		}
	}

	void close() {
		Runnable begin = this.close.getAndSet(null);
		if (begin == null) {
			return;
		}
		try {
			begin.run();
		}
		catch (RuntimeException ex) {
			logger.error("The server on {} could not be closed", this.server, ex);
		}
	}

}
