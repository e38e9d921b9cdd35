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

import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Handle;

/**
 * A listening socket the master handed to this worker. Whoever receives it owns the
 * handle, and says when it listens and when it no longer does. May be used from any
 * thread.
 */
public final class AdoptedSocket {

	private final ClusterWorker worker;

	private final ServerAddress server;

	private final String key;

	private final Handle handle;

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
		this.worker.listening(new ServerAddress(this.server.address(), localAddress.getPort(),
				this.server.addressType(), this.server.index()));
	}

	/**
	 * Tell the master that this worker no longer accepts on the socket.
	 */
	public void closed() {
		this.worker.closed(this.key);
	}

}
