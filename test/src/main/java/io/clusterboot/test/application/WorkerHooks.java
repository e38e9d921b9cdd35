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

package io.clusterboot.test.application;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.test.application.RequestBlock.NotBlockedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Unix socket on which a test asks this worker to block: one line, and one line in
 * return, for each connection. It owns the socket and its thread, a daemon.
 */
public final class WorkerHooks implements Closeable {

	/**
	 * The system property that names the folder of the socket.
	 */
	public static final String FOLDER = "clusterboot.test.folder";

	/**
	 * Has the request threads and event loops block.
	 */
	public static final String BLOCK = "block";

	/**
	 * Has them go on.
	 */
	public static final String UNBLOCK = "unblock";

	/**
	 * Answers that it is done.
	 */
	public static final String DONE = "done";

	private static final Logger logger = LoggerFactory.getLogger(WorkerHooks.class);

	private final Path path;

	private final ServerSocketChannel server;

	private final RequestBlock block;

	private WorkerHooks(Path path, ServerSocketChannel server, RequestBlock block) {
		this.path = path;
		this.server = server;
		this.block = block;
	}

	/**
	 * Return the socket of a worker.
	 * @param folder the folder of its cluster
	 * @param pid its process id
	 * @return the socket, which need not exist
	 */
	public static Path socket(Path folder, long pid) {
		return folder.resolve(pid + ".hooks");
	}

	static WorkerHooks open(Path folder, RequestBlock block) throws IOException {
		Path path = socket(folder, ProcessHandle.current().pid());
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		try {
			server.bind(UnixDomainSocketAddress.of(path));
			WorkerHooks hooks = new WorkerHooks(path, server, block);
			Thread thread = new Thread(hooks::serve, "cluster-test-hooks");
			thread.setDaemon(true);
			thread.start();
			return hooks;
		}
		catch (IOException | RuntimeException ex) {
			server.close();
			throw ex;
		}
	}

	private void serve() {
		while (this.server.isOpen()) {
			try (SocketChannel peer = this.server.accept()) {
				answer(peer);
			}
			catch (ClosedChannelException ex) {
				return;
			}
			catch (IOException ex) {
				logger.debug("A test has gone before it had its answer", ex);
			}
		}
	}

	private void answer(SocketChannel peer) throws IOException {
		String request = new BufferedReader(Channels.newReader(peer, StandardCharsets.UTF_8)).readLine();
		Writer writer = Channels.newWriter(peer, StandardCharsets.UTF_8);
		writer.write(answer(request == null ? "" : request) + "\n");
		writer.flush();
	}

	private String answer(String request) {
		try {
			switch (request) {
				case BLOCK -> this.block.begin();
				case UNBLOCK -> this.block.end();
				default -> {
					return "%s (expected: %s or %s)".formatted(request, BLOCK, UNBLOCK);
				}
			}
			return DONE;
		}
		catch (NotBlockedException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	@Override
	public void close() throws IOException {
		this.block.end();
		this.server.close();
		Files.deleteIfExists(this.path);
	}

}
