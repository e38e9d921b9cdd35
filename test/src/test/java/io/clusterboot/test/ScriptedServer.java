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

package io.clusterboot.test;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A server on the loopback interface that answers as a test says, and closes a connection
 * where it says so.
 */
public final class ScriptedServer implements Closeable {

	/**
	 * Closes the connection without an answer.
	 */
	public static final String CLOSE = "";

	private final ServerSocket server;

	private final Script script;

	private final AtomicInteger connections = new AtomicInteger();

	private ScriptedServer(ServerSocket server, Script script) {
		this.server = server;
		this.script = script;
	}

	public static ScriptedServer start(Script script) {
		try {
			ScriptedServer scripted = new ScriptedServer(new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1")),
					script);
			daemon(scripted::accept);
			return scripted;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void daemon(Runnable task) {
		Thread thread = new Thread(task, "scripted-server");
		thread.setDaemon(true);
		thread.start();
	}

	public int port() {
		return this.server.getLocalPort();
	}

	public static String answer(String status, String body) {
		return "HTTP/1.1 %s\r\nContent-Length: %d\r\nCluster-Worker: 7\r\n\r\n%s".formatted(status, body.length(),
				body);
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.server.accept();
				int connection = this.connections.incrementAndGet();
				daemon(() -> serve(socket, connection));
			}
		}
		catch (IOException ex) {
			// closed
		}
	}

	private void serve(Socket socket, int connection) {
		try (socket) {
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			OutputStream out = socket.getOutputStream();
			for (int request = 1;; request++) {
				String head = head(reader);
				if (head.isEmpty()) {
					return;
				}
				String answer = this.script.answer(connection, request, head);
				out.write(answer.getBytes(StandardCharsets.US_ASCII));
				if (answer.equals(CLOSE) || answer.endsWith("…") || answer.contains("Connection: close")) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// the client is gone
		}
	}

	private static String head(BufferedReader reader) throws IOException {
		StringBuilder head = new StringBuilder();
		for (String line = reader.readLine(); line != null && !line.isEmpty(); line = reader.readLine()) {
			head.append(line).append('\n');
		}
		return head.toString();
	}

	/**
	 * Accept nothing more.
	 */
	public void stop() throws IOException {
		this.server.close();
	}

	@Override
	public void close() throws IOException {
		stop();
	}

	/**
	 * What it answers.
	 */
	@FunctionalInterface
	public interface Script {

		/**
		 * Return an answer, after which the connection is closed if it ends with an
		 * ellipsis.
		 * @param connection the number of the connection, from 1
		 * @param request the number of its request, from 1
		 * @param head the head of the request
		 */
		String answer(int connection, int request, String head);

	}

}
