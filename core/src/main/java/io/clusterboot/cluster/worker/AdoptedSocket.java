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
import java.util.concurrent.atomic.AtomicReference;

import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listening socket the master handed to this worker. Whoever receives it owns the
 * handle, and says when it listens and when it no longer does. May be used from any
 * thread.
 */
public final class AdoptedSocket {

	private static final Logger logger = LoggerFactory.getLogger(AdoptedSocket.class);

	private final ClusterWorker worker;

	private final ServerAddress server;

	private final String key;

	private final Handle handle;

	private final AtomicReference<@Nullable Runnable> close = new AtomicReference<>();

	AdoptedSocket(ClusterWorker worker, ServerAddress server, String key, Handle handle) {
		this.worker = worker;
		this.server = server;
		this.key = key;
		this.handle = handle;
	}

	/**
	 * Return the descriptor of the socket: bound, listening, non-blocking.
	 * @return the handle, which belongs to the caller
	 */
	public Handle handle() {
		return this.handle;
	}

	/**
	 * Tell the master that connections are accepted from now on.
	 * @param localAddress where, with the real port
	 */
	public void listening(InetSocketAddress localAddress) {
		this.worker.listening(this.server.withPort(localAddress.getPort()));
	}

	/**
	 * Tell the master that this worker no longer accepts on the socket. A worker that
	 * leaves waits for that, so a server whose connections count says it when they are
	 * gone too.
	 */
	public void closed() {
		this.worker.closed(this, this.key);
	}

	/**
	 * Say how to close the server of this socket when the worker leaves.
	 * @param close begins to close it, without blocking; {@link #closed()} has to follow.
	 * It is run once at most, at once if the worker leaves already
	 * @see ClusterWorker#disconnect()
	 */
	public void closeWith(Runnable close) {
		this.close.set(close);
		if (this.worker.isClosingServers()) {
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
