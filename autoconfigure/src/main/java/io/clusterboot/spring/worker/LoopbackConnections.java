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

package io.clusterboot.spring.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.function.Consumer;

import io.clusterboot.handle.Handle;
import io.clusterboot.handle.HandleException;
import io.clusterboot.spring.warmup.ConnectionSource;

/**
 * Connections of the loopback interface whose other end a server of this worker serves as
 * if it had accepted it. So both ends have addresses, and the port of the server plays no
 * part. It is the server's end that connects: the end that accepts is Java's, which can
 * wait for a time only, and no connection of another process gets to the server.
 *
 * @param server serves the connections, and owns them from then on
 */
record LoopbackConnections(Consumer<Handle> server) implements ConnectionSource {

	@Override
	public Socket open(Duration timeout) throws IOException {
		InetAddress loopback = InetAddress.getLoopbackAddress();
		try (ServerSocket acceptor = new ServerSocket(0, 1, loopback)) {
			io.netty.channel.unix.Socket socket = io.netty.channel.unix.Socket.newSocketStream();
			Handle connection = Handle.adopt(socket.intValue());
			try {
				socket.bind(new InetSocketAddress(loopback, 0));
				// Not finished at once, as it does not block
				socket.connect(acceptor.getLocalSocketAddress());
				Socket client = accept(acceptor, connection.localAddress(), timeout);
				socket.finishConnect();
				this.server.accept(connection);
				return client;
			}
			catch (IOException ex) {
				connection.close();
				throw ex;
			}
			catch (HandleException ex) {
				connection.close();
				throw new IOException("The server's end of a connection could not be made", ex);
			}
		}
	}

	/**
	 * Accept the connection of the server's end. Another process that finds the port may
	 * connect too.
	 */
	private static Socket accept(ServerSocket acceptor, InetSocketAddress from, Duration timeout) throws IOException {
		long deadline = System.nanoTime() + timeout.toNanos();
		while (true) {
			long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			acceptor.setSoTimeout((int) Math.min(Math.max(left, 1), Integer.MAX_VALUE));
			Socket accepted = acceptor.accept();
			if (from.equals(accepted.getRemoteSocketAddress())) {
				accepted.setTcpNoDelay(true);
				return accepted;
			}
			accepted.close();
		}
	}

}
