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

package io.clusterboot.cluster.master;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ListeningSockets;

/**
 * Binds listening sockets for callers on other threads than that of the control loop,
 * which wait for the outcome.
 *
 * @param loop the control loop
 * @param sockets the sockets, confined to the loop
 */
record SocketRequests(ControlLoop loop, ListeningSockets sockets) {

	/**
	 * Bind a socket, unless it is there already.
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	InetSocketAddress bind(InetSocketAddress address, int backlog) throws IOException {
		return request(() -> this.sockets.obtain(ServerAddress.of(address, 0), ListenOptions.backlog(backlog), 0));
	}

	/**
	 * Bind a socket in place of another one.
	 * @return the address with the real port
	 * @throws IOException if the address can't be bound
	 */
	InetSocketAddress rebind(InetSocketAddress previous, InetSocketAddress address, int backlog) throws IOException {
		return request(() -> this.sockets.rebind(ServerAddress.of(previous, 0), ServerAddress.of(address, 0),
				ListenOptions.backlog(backlog)));
	}

	private InetSocketAddress request(Binding binding) throws IOException {
		CompletableFuture<InetSocketAddress> bound = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				bound.complete(binding.bind().localAddress());
			}
			catch (IOException | RuntimeException ex) {
				bound.completeExceptionally(ex);
			}
		});
		try {
			return bound.join();
		}
		catch (CompletionException ex) {
			if (ex.getCause() instanceof IOException cause) {
				throw cause;
			}
			throw ex;
		}
	}

	private interface Binding {

		ListeningSocket bind() throws IOException;

	}

}
