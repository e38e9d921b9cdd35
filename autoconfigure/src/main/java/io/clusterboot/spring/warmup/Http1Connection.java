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

package io.clusterboot.spring.warmup;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that speaks HTTP/1.1.
 */
final class Http1Connection extends HttpConnection {

	private static final int LONGEST_LINE = 65536;

	private static final int OK = 200;

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int HEXADECIMAL = 16;

	private final InputStream input;

	private final String headers;

	Http1Connection(Socket socket, String host, String mark) throws IOException {
		super(socket);
		this.input = new BufferedInputStream(socket.getInputStream());
		this.headers = "Host: %s\r\nAccept: */*\r\n%s: %s\r\n\r\n".formatted(host, WarmUp.HEADER, mark);
	}

	@Override
	int get(String path) throws IOException {
		write("GET %s HTTP/1.1\r\n%s".formatted(path, this.headers).getBytes(StandardCharsets.US_ASCII));
		int status = status(line());
		while (status < OK) {
			skipHead();
			status = status(line());
		}
		skipBody(status);
		return status;
	}

	private static int status(String line) throws IOException {
		String[] parts = line.split(" ", 3);
		if (parts.length < 2 || !parts[0].startsWith("HTTP/1.") || !parts[1].matches("\\d{3}")) {
			throw new IOException("'%s' (expected: a status line of HTTP/1.1)".formatted(line));
		}
		return Integer.parseInt(parts[1]);
	}

	private void skipHead() throws IOException {
		while (!line().isEmpty()) {
			// The next one
		}
	}

	private void skipBody(int status) throws IOException {
		long length = -1;
		boolean chunked = false;
		for (String line = line(); !line.isEmpty(); line = line()) {
			String header = line.toLowerCase(Locale.ROOT);
			if (header.startsWith("content-length:")) {
				length = number(header.substring(header.indexOf(':') + 1), 10);
			}
			else if (header.startsWith("transfer-encoding:")) {
				chunked = header.contains("chunked");
			}
			else if (header.startsWith("connection:") && header.contains("close")) {
				retire();
			}
		}
		if (status == NO_CONTENT || status == NOT_MODIFIED) {
			return;
		}
		if (chunked) {
			skipChunks();
		}
		else if (length >= 0) {
			this.input.skipNBytes(length);
		}
		else {
			retire();
			this.input.transferTo(OutputStream.nullOutputStream());
		}
	}

	private void skipChunks() throws IOException {
		for (long size = chunkSize(); size > 0; size = chunkSize()) {
			this.input.skipNBytes(size);
			line();
		}
		// What trails the last chunk
		skipHead();
	}

	private long chunkSize() throws IOException {
		String line = line();
		int extension = line.indexOf(';');
		return number((extension >= 0) ? line.substring(0, extension) : line, HEXADECIMAL);
	}

	private static long number(String text, int radix) throws IOException {
		try {
			return Long.parseLong(text.trim(), radix);
		}
		catch (NumberFormatException ex) {
			throw new IOException("'%s' (expected: a length)".formatted(text), ex);
		}
	}

	private String line() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("The connection was closed before the answer was complete");
			}
			if (line.size() == LONGEST_LINE) {
				throw new IOException("A line of the answer is longer than %d bytes".formatted(LONGEST_LINE));
			}
			line.write(next);
		}
		return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

}
