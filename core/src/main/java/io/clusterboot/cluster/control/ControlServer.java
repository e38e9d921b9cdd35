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

package io.clusterboot.cluster.control;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The control socket of a master: a Unix socket in a private folder, on which commands of
 * the same user, or of root, send requests, one JSON object a line, and read outcomes,
 * each as soon as it is known. The kernel tells who is at the other end.
 * <p>
 * It owns the socket and its threads, which are daemons. Closing it sends the outcomes
 * that are known, and removes the socket.
 */
public final class ControlServer implements Closeable {

	/**
	 * Largest number of connections at a time.
	 */
	static final int MAX_CONNECTIONS = 32;

	/**
	 * Largest length of a request.
	 */
	static final int MAX_REQUEST = 64 * 1024;

	private static final int ROOT = 0;

	/**
	 * Longest wait at the end for outcomes that are being written.
	 */
	private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(ControlServer.class);

	private final ControlFolder folder;

	private final ControlSocket socket;

	private final AFUNIXServerSocket server;

	private final Function<JsonNode, CompletableFuture<JsonNode>> handler;

	private final Set<CommandConnection> connections = ConcurrentHashMap.newKeySet();

	private volatile boolean closed;

	private ControlServer(ControlFolder folder, ControlSocket socket, AFUNIXServerSocket server,
			Function<JsonNode, CompletableFuture<JsonNode>> handler) {
		this.folder = folder;
		this.socket = socket;
		this.server = server;
		this.handler = handler;
	}

	/**
	 * Open the control socket of this process.
	 * @param folder where
	 * @param application what this process runs
	 * @param handler makes the outcome of a request
	 * @return the server, to be closed by the caller
	 * @throws IOException if the folder is not private, or the socket can't be made
	 */
	public static ControlServer open(ControlFolder folder, ApplicationPath application,
			Function<JsonNode, CompletableFuture<JsonNode>> handler) throws IOException {
		try {
			return listen(folder, application, handler);
		}
		catch (IOException ex) {
			// Another master may have left meanwhile, and removed the folder
			return listen(folder, application, handler);
		}
	}

	private static ControlServer listen(ControlFolder folder, ApplicationPath application,
			Function<JsonNode, CompletableFuture<JsonNode>> handler) throws IOException {
		folder.make();
		folder.removeStale();
		ControlSocket socket = folder.socket(ProcessHandle.current().pid(), application);
		Files.deleteIfExists(socket.path());
		AFUNIXServerSocket server = AFUNIXServerSocket.newInstance();
		try {
			server.bind(AFUNIXSocketAddress.of(socket.path()));
			// Nobody else can enter the folder in the meantime
			Files.setPosixFilePermissions(socket.path(), PosixFilePermissions.fromString("rw-------"));
			ControlServer opened = new ControlServer(folder, socket, server, handler);
			opened.start("cluster-control-socket", opened::accept);
			return opened;
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	/**
	 * Return the path of the socket.
	 * @return the path
	 */
	public Path path() {
		return this.socket.path();
	}

	private void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void accept() {
		while (!this.closed) {
			try {
				AFUNIXSocket peer = this.server.accept();
				accepted(peer);
			}
			catch (IOException ex) {
				if (!this.closed) {
					logger.warn("The control socket {} is closed: {}", this.socket.path(), ex.getMessage());
				}
				return;
			}
		}
	}

	private void accepted(AFUNIXSocket peer) {
		CommandConnection connection = new CommandConnection(peer);
		this.connections.add(connection);
		String refusal = refusal(peer);
		if (refusal != null) {
			logger.warn("Refused a connection to the control socket: {}", refusal);
			connection.end();
			return;
		}
		start("cluster-control-connection", connection::serve);
	}

	private @Nullable String refusal(AFUNIXSocket peer) {
		long uid = uid(peer);
		if (uid != ROOT && (uid < 0 || uid != ControlFolder.uid())) {
			return "its user has the id %d (expected: %d, or root)".formatted(uid, ControlFolder.uid());
		}
		return (this.connections.size() > MAX_CONNECTIONS)
				? "there are %d already".formatted(this.connections.size() - 1) : null;
	}

	/**
	 * Return the user of the process at the other end, -1 if the kernel does not tell.
	 */
	private static long uid(AFUNIXSocket peer) {
		try {
			AFUNIXSocketCredentials credentials = peer.getPeerCredentials();
			return (credentials != null) ? credentials.getUid() : -1;
		}
		catch (IOException ex) {
			return -1;
		}
	}

	@Override
	public void close() {
		this.closed = true;
		try {
			Files.deleteIfExists(this.socket.path());
			this.server.close();
			this.folder.leave();
		}
		catch (IOException ex) {
			logger.warn("The control socket {} could not be closed: {}", this.socket.path(), ex.getMessage());
		}
		long deadline = System.nanoTime() + CLOSE_PATIENCE.toNanos();
		this.connections.forEach((connection) -> connection.finish(deadline - System.nanoTime()));
	}

	/**
	 * A connection of a command.
	 */
	private final class CommandConnection {

		private final AFUNIXSocket peer;

		private final Phaser writing = new Phaser(1);

		CommandConnection(AFUNIXSocket peer) {
			this.peer = peer;
		}

		void serve() {
			try (BufferedReader reader = new BufferedReader(
					new InputStreamReader(this.peer.getInputStream(), StandardCharsets.UTF_8))) {
				for (String line = readLine(reader); line != null; line = readLine(reader)) {
					request(line);
				}
			}
			catch (IOException | JacksonException ex) {
				logger.debug("A connection to the control socket ended", ex);
			}
			finally {
				end();
			}
		}

		private @Nullable String readLine(BufferedReader reader) throws IOException {
			StringBuilder line = new StringBuilder();
			for (int next = reader.read(); next != '\n'; next = reader.read()) {
				if (next < 0) {
					return null;
				}
				if (line.length() == MAX_REQUEST) {
					throw new IOException("A request has more than %d characters".formatted(MAX_REQUEST));
				}
				line.append((char) next);
			}
			return line.toString();
		}

		private void request(String line) {
			JsonNode request = JsonMapper.shared().readTree(line);
			this.writing.register();
			ControlServer.this.handler.apply(request).whenComplete((outcome, failure) -> {
				boolean answered = false;
				try {
					if (failure != null) {
						logger.error("A request of a command failed", failure);
					}
					else {
						write(outcome);
						answered = true;
					}
				}
				finally {
					// The command must not wait for ever for an answer that cannot be
					// written, such as by a master whose jar was written over
					if (!answered) {
						end();
					}
					this.writing.arriveAndDeregister();
				}
			});
		}

		private synchronized void write(JsonNode outcome) {
			try {
				OutputStream out = this.peer.getOutputStream();
				out.write((outcome.toString() + "\n").getBytes(StandardCharsets.UTF_8));
				out.flush();
			}
			catch (IOException ex) {
				logger.debug("The command is gone", ex);
				end();
			}
		}

		/**
		 * Wait for outcomes that are about to be written, and end.
		 * @param nanos how long to wait at most
		 */
		void finish(long nanos) {
			try {
				this.writing.awaitAdvanceInterruptibly(this.writing.arrive(), nanos, TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				logger.debug("A command waits for an outcome that is not there at the end");
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			end();
		}

		private void end() {
			ControlServer.this.connections.remove(this);
			try {
				this.peer.close();
			}
			catch (IOException ex) {
				logger.debug("A connection to the control socket could not be closed", ex);
			}
		}

	}

}
