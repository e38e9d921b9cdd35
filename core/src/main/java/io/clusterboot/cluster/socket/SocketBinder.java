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
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;

import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleKind;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import io.netty.util.NetUtil;

/**
 * Opens a listening or UDP socket for an address: binds one, or takes one that this
 * process was started with.
 */
final class SocketBinder {

	private SocketBinder() {
	}

	/**
	 * Take a socket that this process was started with, as systemd passes it.
	 * @param server the address, which names the descriptor
	 * @return a duplicate of the socket; the descriptor itself stays open
	 */
	static ListeningSocket inherited(ServerAddress server) {
		Handle inherited = Handle.adopt(server.descriptor());
		try {
			if (!inherited.kind().isListening() && inherited.kind() != HandleKind.UDP) {
				throw new IllegalArgumentException("descriptor %d: %s (expected: a listening or a UDP socket)"
					.formatted(server.descriptor(), inherited.kind()));
			}
			return new ListeningSocket(inherited.duplicate().setNonBlocking(),
					new Socket(server.descriptor()).localAddress());
		}
		finally {
			inherited.release();
		}
	}

	static ListeningSocket bind(ServerAddress server, ListenOptions options, PortUse use) throws IOException {
		Epoll.ensureAvailability();
		Socket socket = InternetSocket.open(server, options);
		try {
			if (!server.type().isUdp() || options.reusesAddress()) {
				socket.setReuseAddress(true);
			}
			if (use == PortUse.SHARED) {
				socket.setReusePort(true);
			}
			boolean isPath = server.type() == AddressType.PATH;
			Path path = Path.of(isPath ? String.valueOf(server.address()) : "");
			socket.bind(isPath ? new SocketPath(path).toAddress() : server.toInetSocketAddress());
			if (!server.type().isUdp()) {
				socket.listen((options.backlog() > 0) ? options.backlog() : NetUtil.SOMAXCONN);
			}
			if (isPath) {
				return atPath(socket, path, options);
			}
			InetSocketAddress localAddress = socket.localAddress();
			return new ListeningSocket(Handle.adopt(socket.intValue()), localAddress);
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw ex;
		}
	}

	private static ListeningSocket atPath(Socket socket, Path path, ListenOptions options) throws IOException {
		if (options.openToAll()) {
			Files.setPosixFilePermissions(path, EnumSet.allOf(PosixFilePermission.class));
		}
		return new ListeningSocket(Handle.adopt(socket.intValue()), null, path);
	}

	/**
	 * How many sockets may be bound to the port.
	 */
	enum PortUse {

		/**
		 * Only this one.
		 */
		EXCLUSIVE,

		/**
		 * All that agree, with {@code SO_REUSEPORT}.
		 */
		SHARED

	}

}
