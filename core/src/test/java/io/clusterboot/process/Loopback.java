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

package io.clusterboot.process;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;
import org.awaitility.Awaitility;

/**
 * Sockets on the loopback interface, as bare descriptors, and their clients.
 */
final class Loopback {

	private static final int TIMEOUT_MILLIS = 120_000;

	static {
		Epoll.ensureAvailability();
	}

	private Loopback() {
	}

	static Socket listen() throws IOException {
		Socket socket = Socket.newSocketStream();
		socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
		socket.listen(64);
		return socket;
	}

	static Socket udp() throws IOException {
		Socket socket = Socket.newSocketDgram();
		socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0));
		return socket;
	}

	static Handle handle(Socket socket) {
		return Handle.adopt(socket.intValue());
	}

	/**
	 * Accept a connection whose client is connected already.
	 */
	static Handle accept(Socket listener) {
		byte[] address = new byte[26];
		return Handle.adopt(Awaitility.await("connection")
			.pollInSameThread()
			.atMost(Duration.ofMillis(TIMEOUT_MILLIS))
			.until(() -> listener.accept(address), (accepted) -> accepted >= 0));
	}

	static java.net.Socket connect(int port) throws IOException {
		java.net.Socket client = new java.net.Socket();
		client.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MILLIS);
		client.setSoTimeout(TIMEOUT_MILLIS);
		return client;
	}

	/**
	 * What a client reads until the end.
	 */
	static String textOf(java.net.Socket client) throws IOException {
		try (client) {
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	static CompletableFuture<String> textOf(int port) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return textOf(connect(port));
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}, (task) -> {
			Thread thread = new Thread(task, "client");
			thread.setDaemon(true);
			thread.start();
		});
	}

	static void write(Handle handle, String text) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocateDirect(text.length())
			.put(text.getBytes(StandardCharsets.US_ASCII))
			.flip();
		new Socket(handle.descriptor()).write(bytes, 0, bytes.limit());
	}

}
