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
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import tools.jackson.databind.JsonNode;

/**
 * A command's connection to the control socket of a master. One request at a time;
 * confined to one thread. It owns the connection, which is closed when an answer does not
 * come in time. The JDK's own Unix sockets do here, so that a command loads no native
 * library.
 */
public final class ControlClient implements Closeable {

	/**
	 * How long an answer may take, on top of the time that the request waits for its
	 * outcome.
	 */
	public static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

	private final SocketChannel channel;

	private final BufferedReader reader;

	private final Duration answerTimeout;

	private ControlClient(SocketChannel channel, Duration answerTimeout) {
		this.channel = channel;
		this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
		this.answerTimeout = answerTimeout;
	}

	/**
	 * Connect to a master that has {@link #ANSWER_TIMEOUT} to answer.
	 * @param socket its socket
	 * @return the connection, to be closed by the caller
	 * @throws IOException if nobody listens, or this user may not connect
	 */
	public static ControlClient connect(Path socket) throws IOException {
		return connect(socket, ANSWER_TIMEOUT);
	}

	/**
	 * Connect to a master.
	 * @param socket its socket
	 * @param answerTimeout how long the connection, and each answer, may take
	 * @return the connection, to be closed by the caller
	 * @throws NoAnswerException if so many commands wait for the master that it has to
	 * accept one first, and it does not
	 * @throws IOException if nobody listens, or this user may not connect
	 */
	public static ControlClient connect(Path socket, Duration answerTimeout) throws IOException {
		SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
		ControlClient client = new ControlClient(channel, answerTimeout);
		try {
			client.within(answerTimeout, () -> channel.connect(UnixDomainSocketAddress.of(socket)));
			return client;
		}
		catch (IOException | RuntimeException ex) {
			client.close();
			throw ex;
		}
	}

	/**
	 * Send a request, and wait for its outcome.
	 * @param call the request
	 * @return the outcome as JSON
	 * @throws NoAnswerException if the master does not answer, which ends the connection
	 * @throws IOException if the master is gone
	 */
	public JsonNode ask(ControlCall call) throws IOException {
		return within(call.patience().plus(this.answerTimeout), () -> exchange(call));
	}

	private JsonNode exchange(ControlCall call) throws IOException {
		ByteBuffer line = ByteBuffer
			.wrap((CommandJson.write(ControlCodec.encode(call)) + "\n").getBytes(StandardCharsets.UTF_8));
		while (line.hasRemaining()) {
			this.channel.write(line);
		}
		String answer = this.reader.readLine();
		if (answer == null) {
			throw new IOException("The master closed the connection");
		}
		return CommandJson.read(answer);
	}

	/**
	 * Do something that blocks, and close the connection if it takes too long, which
	 * wakes this thread.
	 */
	private <T> T within(Duration time, Exchange<T> exchange) throws IOException {
		CompletableFuture<Void> done = new CompletableFuture<>();
		done.orTimeout(time.toMillis(), TimeUnit.MILLISECONDS).whenComplete((result, late) -> {
			if (late != null) {
				close();
			}
		});
		try {
			T result = exchange.run();
			if (!done.complete(null)) {
				throw new NoAnswerException(time);
			}
			return result;
		}
		catch (ClosedChannelException ex) {
			throw done.isCompletedExceptionally() ? new NoAnswerException(time) : ex;
		}
		finally {
			done.complete(null);
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Something that blocks on the connection.
	 *
	 * @param <T> its result
	 */
	@FunctionalInterface
	private interface Exchange<T> {

		T run() throws IOException;

	}

}
