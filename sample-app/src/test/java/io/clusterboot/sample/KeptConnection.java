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

package io.clusterboot.sample;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ProtocolException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * One plain HTTP/1.1 connection, under full control: requests are written and answers are
 * read one by one. Like any client that behaves, it is not used again after an answer
 * with {@code Connection: close}, and nothing is ever asked twice.
 */
final class KeptConnection implements Closeable {

	private static final JsonMapper JSON = new JsonMapper();

	private final Socket socket;

	private final InputStream input;

	private boolean usable = true;

	private boolean letGo;

	private ConnectionTrace trace = ConnectionTrace.NEW;

	KeptConnection(SampleClient client) {
		try {
			this.socket = client.connect();
			this.input = new BufferedInputStream(this.socket.getInputStream());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Whether the server offers to take another request.
	 */
	boolean usable() {
		return this.usable;
	}

	/**
	 * Whether the last answer said that no other follows.
	 */
	boolean letGo() {
		return this.letGo;
	}

	/**
	 * Do not use the connection again.
	 */
	void spoil() {
		this.usable = false;
	}

	KeptConnection answerDeadline(Duration deadline) {
		try {
			this.socket.setSoTimeout((int) deadline.toMillis());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * What is known about the connection and its last request.
	 */
	ConnectionTrace trace() {
		return this.trace;
	}

	/**
	 * Use the connection for nothing during a time, as a client does that has nothing to
	 * ask, and notice what the server does.
	 * @return whether the server has left it open
	 */
	boolean staysOpenFor(Duration time) {
		try {
			int answerDeadline = this.socket.getSoTimeout();
			this.socket.setSoTimeout((int) Math.max(1, time.toMillis()));
			try {
				int unasked = this.input.read();
				if (unasked >= 0) {
					throw new ProtocolException("Nothing was asked, and " + unasked + " came");
				}
				return false;
			}
			catch (SocketTimeoutException ex) {
				return true;
			}
			finally {
				this.socket.setSoTimeout(answerDeadline);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Wait until the server has closed the connection, having sent nothing more.
	 */
	void awaitEnd() {
		this.usable = false;
		try {
			int unasked = this.input.read();
			if (unasked >= 0) {
				throw new ProtocolException(unasked + " came after the last answer");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Write a request and do not wait for anything.
	 */
	KeptConnection send(String path) {
		return request("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
	}

	/**
	 * Write the head of a request and do not wait for anything.
	 */
	KeptConnection request(String head) {
		return nextRequest().write(head.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Count what is written next as another request.
	 */
	KeptConnection nextRequest() {
		this.trace = this.trace.nextRequest();
		return this;
	}

	/**
	 * Write, unless the server has closed the connection: what it said before that is
	 * still to be read.
	 */
	void tryToWrite(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			this.usable = false;
		}
	}

	/**
	 * Write a part of the body of a request.
	 */
	KeptConnection write(byte[] bytes) {
		try {
			this.socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			this.usable = false;
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Send a request, and wait for the answer, which names the worker.
	 */
	ServedBy servedBy(String path) {
		return send(path).awaitServedBy();
	}

	/**
	 * Wait for the answer to the request that was sent, which names the worker.
	 */
	ServedBy awaitServedBy() {
		Answer answer = awaitAnswer();
		if (answer.status() != 200) {
			throw new AssertionError("status: " + answer.status() + " (expected: 200)");
		}
		ServedBy servedBy = JSON.readValue(answer.body(), ServedBy.class);
		if (servedBy.pid() != this.trace.workerPid()) {
			throw new AssertionError("pid: " + this.trace.workerPid() + " (expected, from the body: " + servedBy + ")");
		}
		return servedBy;
	}

	/**
	 * Wait for the whole answer to the request that was sent.
	 */
	Answer awaitAnswer() {
		return awaitHead().awaitRest();
	}

	/**
	 * Wait for the status and the headers of the answer to the request that was sent.
	 */
	AnswerUnderWay awaitHead() {
		try {
			String statusLine = line();
			if (!statusLine.startsWith("HTTP/1.1 ")) {
				throw new IOException("No answer: '" + statusLine + "'");
			}
			Map<String, String> headers = new TreeMap<>();
			for (String header = line(); !header.isEmpty(); header = line()) {
				int colon = header.indexOf(':');
				headers.put(header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).trim());
			}
			if ("close".equalsIgnoreCase(headers.get("connection"))) {
				this.usable = false;
				this.letGo = true;
			}
			String pid = headers.get(ConnectionTrace.PID_HEADER);
			if (pid != null) {
				this.trace = this.trace.answeredBy(Long.parseLong(pid));
			}
			return new AnswerUnderWay(Integer.parseInt(statusLine.substring(9, 12)), headers);
		}
		catch (IOException ex) {
			this.usable = false;
			throw new UncheckedIOException(ex);
		}
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("The connection ended after '" + line + "'");
			}
			this.trace = this.trace.received(1);
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	/**
	 * Read a number of bytes.
	 */
	byte[] exactly(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		this.trace = this.trace.received(bytes.length);
		if (bytes.length < length) {
			throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes");
		}
		return bytes;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * A whole answer.
	 *
	 * @param status the status code
	 * @param headers the headers, by their names in lower case
	 * @param content the body
	 */
	record Answer(int status, Map<String, String> headers, byte[] content) {

		String body() {
			return new String(this.content, StandardCharsets.UTF_8);
		}

	}

	/**
	 * An answer whose body is still to be read.
	 */
	final class AnswerUnderWay {

		private final int status;

		private final Map<String, String> headers;

		private AnswerUnderWay(int status, Map<String, String> headers) {
			this.status = status;
			this.headers = headers;
		}

		int status() {
			return this.status;
		}

		Map<String, String> headers() {
			return this.headers;
		}

		/**
		 * Wait for the next piece of a body that comes in pieces.
		 * @return the piece, empty when there is none left
		 */
		String awaitPiece() {
			try {
				return new String(piece(), StandardCharsets.UTF_8);
			}
			catch (IOException ex) {
				KeptConnection.this.usable = false;
				throw new UncheckedIOException(ex);
			}
		}

		private byte[] piece() throws IOException {
			if ("close".equals(this.headers.get("connection")) && !this.headers.containsKey("transfer-encoding")) {
				// The end of the connection is the end of the body
				return untilBlankLine();
			}
			byte[] piece = exactly(Integer.parseInt(line(), 16));
			if (!line().isEmpty()) {
				throw new ProtocolException("A piece is longer than it says");
			}
			return piece;
		}

		/**
		 * Return the bytes up to the next blank line, or up to the end.
		 */
		private byte[] untilBlankLine() throws IOException {
			ByteArrayOutputStream piece = new ByteArrayOutputStream();
			int last = 0;
			for (int next = KeptConnection.this.input.read(); next >= 0; next = KeptConnection.this.input.read()) {
				piece.write(next);
				if (last == '\n' && next == '\n') {
					return piece.toByteArray();
				}
				last = next;
			}
			spoil();
			return piece.toByteArray();
		}

		Answer awaitRest() {
			try {
				ByteArrayOutputStream body = new ByteArrayOutputStream();
				if ("chunked".equals(this.headers.get("transfer-encoding"))) {
					for (byte[] piece = piece(); piece.length > 0; piece = piece()) {
						body.write(piece);
					}
				}
				else {
					body.write(exactly(Integer.parseInt(this.headers.getOrDefault("content-length", "0"))));
				}
				return new Answer(this.status, this.headers, body.toByteArray());
			}
			catch (IOException ex) {
				KeptConnection.this.usable = false;
				throw new UncheckedIOException(ex);
			}
		}

	}

}
