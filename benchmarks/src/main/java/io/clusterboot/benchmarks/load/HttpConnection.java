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

package io.clusterboot.benchmarks.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * A kept connection to a server on the loopback interface, for one request at a time. It
 * knows as much of HTTP/1.1 as the servers of the suite speak.
 */
final class HttpConnection implements Closeable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final String LENGTH = "content-length:";

	private final Socket socket = new Socket();

	private final InputStream input;

	private final byte[] request;

	HttpConnection(int port, String path) throws IOException {
		this.request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n\r\n".formatted(path, port)
			.getBytes(StandardCharsets.US_ASCII);
		try {
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout((int) TIMEOUT.toMillis());
			this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
					(int) TIMEOUT.toMillis());
			this.input = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			this.socket.close();
			throw ex;
		}
	}

	/**
	 * Send a request, and read its answer.
	 */
	Answer get() throws IOException {
		this.socket.getOutputStream().write(this.request);
		String status = line();
		int length = -1;
		boolean close = false;
		for (String line = line(); !line.isEmpty(); line = line()) {
			String lower = line.toLowerCase(Locale.ROOT);
			if (lower.startsWith(LENGTH)) {
				length = Integer.parseInt(lower.substring(LENGTH.length()).strip());
			}
			close |= lower.equals("connection: close");
		}
		if (length < 0) {
			throw new IOException("%s (expected: an answer with a length)".formatted(status));
		}
		this.input.skipNBytes(length);
		return new Answer(Integer.parseInt(status.split(" ")[1]), close);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int read = this.input.read(); read != '\n'; read = this.input.read()) {
			if (read < 0) {
				throw new EOFException("The connection ended (expected: an answer)");
			}
			if (read != '\r') {
				line.append((char) read);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * An answer.
	 *
	 * @param status the status
	 * @param last whether the server closes the connection after it
	 */
	record Answer(int status, boolean last) {

	}

}
