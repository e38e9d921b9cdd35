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

import java.io.IOException;

import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.netty.channel.unix.Socket;

/**
 * A socket of the family of its address. Netty takes IPv6 wherever it can; a worker that
 * asked for an IPv4 address, and uses the descriptor itself, would then see addresses of
 * the other family, and could send no datagram.
 */
final class InternetSocket extends Socket {

	private static final int IPPROTO_IPV6 = 41;

	private static final int IPV6_V6ONLY = 26;

	private InternetSocket(int descriptor) {
		super(descriptor);
	}

	/**
	 * Open a socket that is to be bound to an address.
	 * @param options how it is to listen; an IPv4 address knows no IPv6, as in Node
	 * @return the socket, which is the caller's
	 * @throws IOException if there can be no such socket
	 */
	static Socket open(ServerAddress server, ListenOptions options) throws IOException {
		Socket socket = open(server);
		if (options.isIpv6Only() && hasIpv6(server)) {
			try {
				socket.setIntOpt(IPPROTO_IPV6, IPV6_V6ONLY, 1);
			}
			catch (IOException ex) {
				socket.close();
				throw ex;
			}
		}
		return socket;
	}

	private static boolean hasIpv6(ServerAddress server) {
		return switch (server.type()) {
			case IPV6, UDP6 -> true;
			case IPV4 -> server.address() == null;
			case UDP4, PATH, DESCRIPTOR -> false;
		};
	}

	private static Socket open(ServerAddress server) {
		return switch (server.type()) {
			case PATH -> Socket.newSocketDomain();
			case UDP4 -> new InternetSocket(newSocketDgram0(false));
			case UDP6 -> Socket.newSocketDgram();
			case IPV4 ->
				(server.address() != null) ? new InternetSocket(newSocketStream0(false)) : Socket.newSocketStream();
			case IPV6, DESCRIPTOR -> Socket.newSocketStream();
		};
	}

}
