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

package io.clusterboot.cluster.socket;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;

/**
 * The sockets on which workers listen, as supervision needs them. Confined to the control
 * loop.
 */
public interface ServerSockets extends Closeable {

	/**
	 * Return the socket for an address, and bind it on the first call.
	 * @param asked the address asked for
	 * @param options how to listen; those of the first call count
	 * @param slot the slot whose worker listens on it
	 * @return the socket, which this registry owns
	 * @throws IOException if it can't be bound; the next call tries again, unless this
	 * registry is closed
	 */
	ListeningSocket obtain(ServerAddress asked, ListenOptions options, int slot) throws IOException;

	/**
	 * Close the sockets of a slot whose worker ends and is not replaced. That worker has
	 * a descriptor too, and serves what is waiting before it closes it. The last socket
	 * of a port stays open, so that the port stays the cluster's.
	 * @param slot the slot
	 */
	void close(int slot);

	/**
	 * Close the sockets of an address that no worker serves any more. The next query for
	 * the address binds it again.
	 * @param key the key of the canonical address
	 * @return the internet addresses on which they listened, each once
	 */
	List<InetSocketAddress> close(String key);

	/**
	 * Return the internet addresses on which the cluster listens.
	 * @return the addresses with the real ports, each once
	 */
	List<InetSocketAddress> localAddresses();

	/**
	 * The cluster serves: every server of its first workers has its socket.
	 */
	void served();

	@Override
	void close();

}
