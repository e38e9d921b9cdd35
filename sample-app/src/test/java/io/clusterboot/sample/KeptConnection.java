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
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * One plain HTTP/1.1 connection, under full control: requests are written and answers are
 * read one by one. Like any client that behaves, it is not used again after an answer
 * with {@code Connection: close}.
 */
final class KeptConnection implements Closeable {

	private static final JsonMapper JSON = new JsonMapper();

	private final Socket socket;

	private final InputStream input;

	private boolean usable = true;

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
	 * Write a request and do not wait for anything.
	 */
	KeptConnection send(String path) {
		try {
			this.socket.getOutputStream()
				.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return this;
	}

	/**
	 * Ask, and wait for the answer: who gives it.
	 */
	ServedBy servedBy(String path) {
		return send(path).awaitServedBy();
	}

	/**
	 * Wait for the answer to the request that was sent: who gives it.
	 */
	ServedBy awaitServedBy() {
		Answer answer = awaitAnswer();
		if (answer.status() != 200) {
			throw new AssertionError("status: " + answer.status() + " (expected: 200)");
		}
		return JSON.readValue(answer.body(), ServedBy.class);
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
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	private String exactly(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The connection ended after " + bytes.length + " of " + length + " bytes");
		}
		return new String(bytes, StandardCharsets.UTF_8);
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
	 * @param body the body
	 */
	record Answer(int status, Map<String, String> headers, String body) {

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

		/**
		 * Wait for the next piece of a body that comes in pieces.
		 * @return the piece, empty when there is none left
		 */
		String awaitPiece() {
			try {
				String piece = exactly(Integer.parseInt(line(), 16));
				line();
				return piece;
			}
			catch (IOException ex) {
				KeptConnection.this.usable = false;
				throw new UncheckedIOException(ex);
			}
		}

		Answer awaitRest() {
			StringBuilder body = new StringBuilder();
			if ("chunked".equals(this.headers.get("transfer-encoding"))) {
				for (String piece = awaitPiece(); !piece.isEmpty(); piece = awaitPiece()) {
					body.append(piece);
				}
			}
			else {
				try {
					body.append(exactly(Integer.parseInt(this.headers.getOrDefault("content-length", "0"))));
				}
				catch (IOException ex) {
					KeptConnection.this.usable = false;
					throw new UncheckedIOException(ex);
				}
			}
			return new Answer(this.status, this.headers, body.toString());
		}

	}

}
