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

package io.clusterboot.test.load;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A connection of HTTP/1.1, which never sends a request a second time by itself, as the
 * client of the JDK does. Confined to one thread.
 */
public final class ProbeConnection implements Closeable {

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int OK = 200;

	private final Socket socket;

	private final InputStream input;

	private int requests;

	private long received;

	private ProbeConnection(Socket socket) throws IOException {
		this.socket = socket;
		this.input = new BufferedInputStream(socket.getInputStream());
	}

	/**
	 * Connect to a port of the loopback interface.
	 * @param port the port
	 * @param timeout how long to wait for the connection, and for each part of an answer
	 * @return the connection, to be closed by the caller
	 * @throws IOException if there is no connection
	 */
	public static ProbeConnection open(int port, Duration timeout) throws IOException {
		Socket socket = new Socket();
		try {
			socket.setTcpNoDelay(true);
			socket.connect(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port), (int) timeout.toMillis());
			socket.setSoTimeout((int) timeout.toMillis());
			return new ProbeConnection(socket);
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/**
	 * Return how many requests were sent.
	 * @return the number, with the last one
	 */
	public int requests() {
		return this.requests;
	}

	/**
	 * Return how much of the last answer has come.
	 * @return the number of bytes
	 */
	public long received() {
		return this.received;
	}

	/**
	 * Send a request, and wait for its complete answer.
	 * @param head the head of the request, which has no body
	 * @return the answer
	 * @throws IOException if the answer is not complete
	 */
	public ProbeAnswer ask(String head) throws IOException {
		this.requests++;
		this.received = 0;
		this.socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
		ProbeAnswer answer = head();
		while (answer.status() < OK) {
			answer = head();
		}
		if (answer.status() != NO_CONTENT && answer.status() != NOT_MODIFIED) {
			body(answer);
		}
		return answer;
	}

	private ProbeAnswer head() throws IOException {
		String line = line();
		if (!line.matches("HTTP/1\\.[01] \\d{3}.*")) {
			throw new ProtocolException("'%s' (expected: a status line)".formatted(line));
		}
		Map<String, String> headers = new HashMap<>();
		for (String header = line(); !header.isEmpty(); header = line()) {
			int colon = header.indexOf(':');
			if (colon < 1) {
				throw new ProtocolException("'%s' (expected: a header)".formatted(header));
			}
			headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
		}
		return new ProbeAnswer(Integer.parseInt(line.substring(9, 12)), headers);
	}

	private void body(ProbeAnswer answer) throws IOException {
		if (answer.header("transfer-encoding").equalsIgnoreCase("chunked")) {
			for (long size = chunkSize(); size > 0; size = chunkSize()) {
				exactly(size);
				line();
			}
			while (!line().isEmpty()) {
				// A trailer
				continue;
			}
		}
		else if (!answer.header("content-length").isEmpty()) {
			exactly(Long.parseLong(answer.header("content-length")));
		}
		else if (answer.keepsConnection()) {
			throw new ProtocolException("An answer whose end cannot be known");
		}
		else {
			this.received += this.input.transferTo(OutputStream.nullOutputStream());
		}
	}

	private long chunkSize() throws IOException {
		String line = line();
		try {
			return Long.parseLong(line.split(";", 2)[0].strip(), 16);
		}
		catch (NumberFormatException ex) {
			throw new ProtocolException("'%s' (expected: the size of a chunk)".formatted(line));
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = read(line); next != '\n'; next = read(line)) {
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	private int read(StringBuilder line) throws IOException {
		int next = this.input.read();
		if (next < 0) {
			throw new EOFException("The connection ended after '%s'".formatted(line));
		}
		this.received++;
		return next;
	}

	private void exactly(long length) throws IOException {
		long skipped = 0;
		byte[] buffer = new byte[8192];
		while (skipped < length) {
			int count = this.input.read(buffer, 0, (int) Math.min(buffer.length, length - skipped));
			if (count < 0) {
				throw new EOFException(
						"The connection ended after %d of %d bytes of the body".formatted(skipped, length));
			}
			skipped += count;
			this.received += count;
		}
	}

	/**
	 * Use the connection for nothing during a time, and notice what the server does.
	 * @param time the time, at least a millisecond
	 * @return whether the server has left it open
	 * @throws IOException if the connection broke, or something came that was not asked
	 * for
	 */
	public boolean staysOpenFor(Duration time) throws IOException {
		int timeout = this.socket.getSoTimeout();
		this.socket.setSoTimeout((int) Math.max(1, time.toMillis()));
		try {
			int unasked = this.input.read();
			if (unasked >= 0) {
				throw new ProtocolException("Nothing was asked, and %d came".formatted(unasked));
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
		finally {
			this.socket.setSoTimeout(timeout);
		}
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// It is gone
			return;
		}
	}

}
