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
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A command's connection to the control socket of a master. One request at a time;
 * confined to one thread. It owns the connection. The JDK's own Unix sockets do here, so
 * that a command loads no native library.
 */
public final class ControlClient implements Closeable {

	private final SocketChannel channel;

	private final BufferedReader reader;

	private final JsonMapper mapper = JsonMapper.shared();

	private ControlClient(SocketChannel channel) {
		this.channel = channel;
		this.reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
	}

	/**
	 * Connect to a master.
	 * @param socket its socket
	 * @return the connection, to be closed by the caller
	 * @throws IOException if nobody listens, or this user may not connect
	 */
	public static ControlClient connect(Path socket) throws IOException {
		return new ControlClient(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
	}

	/**
	 * Send a request, and wait for its outcome.
	 * @param call the request
	 * @return the outcome as JSON
	 * @throws IOException if the master is gone
	 */
	public JsonNode ask(ControlCall call) throws IOException {
		ByteBuffer line = ByteBuffer
			.wrap((ControlCodec.encode(call).toString() + "\n").getBytes(StandardCharsets.UTF_8));
		while (line.hasRemaining()) {
			this.channel.write(line);
		}
		String answer = this.reader.readLine();
		if (answer == null) {
			throw new IOException("The master closed the connection");
		}
		return this.mapper.readTree(answer);
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

}
