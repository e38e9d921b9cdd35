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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Handle;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;

/**
 * The sockets the cluster listens on, by the address that was asked for. Each is bound
 * once, on first demand, and stays open until this is closed, whatever becomes of the
 * workers. The master never accepts on them. Confined to the control loop.
 */
final class ListeningSockets implements Closeable {

	private final Map<ServerAddress, ListeningSocket> sockets = new LinkedHashMap<>();

	/**
	 * Return the socket for an address, bound now if it is not yet.
	 * @param server the address asked for
	 * @param backlog how many connections may wait, 0 for the system's limit; counts only
	 * for the first who asks
	 * @return the socket, which stays ours
	 * @throws IOException if it can't be bound; the next demand tries again
	 */
	ListeningSocket obtain(ServerAddress server, int backlog) throws IOException {
		ListeningSocket known = this.sockets.get(server);
		if (known != null) {
			return known;
		}
		ListeningSocket bound = bind(server, (backlog > 0) ? backlog : NetUtil.SOMAXCONN);
		this.sockets.put(server, bound);
		return bound;
	}

	private static ListeningSocket bind(ServerAddress server, int backlog) throws IOException {
		Epoll.ensureAvailability();
		InetSocketAddress address = server.toSocketAddress();
		Socket socket = Socket.newSocketStream();
		try {
			socket.setReuseAddress(true);
			socket.bind(address);
			socket.listen(backlog);
			InetSocketAddress localAddress = socket.localAddress();
			return new ListeningSocket(Handle.adopt(socket.intValue()), localAddress);
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	List<InetSocketAddress> localAddresses() {
		return this.sockets.values().stream().map(ListeningSocket::localAddress).toList();
	}

	@Override
	public void close() {
		this.sockets.values().forEach((socket) -> socket.handle().close());
		this.sockets.clear();
	}

	/**
	 * A socket the cluster listens on.
	 *
	 * @param handle its descriptor
	 * @param localAddress where it really listens
	 */
	record ListeningSocket(Handle handle, InetSocketAddress localAddress) {

	}

}
