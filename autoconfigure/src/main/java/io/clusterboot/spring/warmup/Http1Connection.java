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
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A connection that speaks HTTP/1.1.
 */
final class Http1Connection extends HttpConnection {

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.\\d (\\d{3})\\b");

	private static final int LONGEST_LINE = 65536;

	private static final int OK = 200;

	private static final int NO_CONTENT = 204;

	private static final int NOT_MODIFIED = 304;

	private static final int HEXADECIMAL = 16;

	private final InputStream input;

	private final String headers;

	private final Map<String, byte[]> requests = new HashMap<>();

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	Http1Connection(Socket socket, String host, String mark) throws IOException {
		super(socket);
		this.input = new BufferedInputStream(socket.getInputStream());
		this.headers = "Host: %s\r\nAccept: */*\r\n%s: %s\r\n\r\n".formatted(host, WarmUp.HEADER, mark);
	}

	@Override
	int get(String path) throws IOException {
		write(this.requests.computeIfAbsent(path, this::request));
		int status = status(line());
		while (status < OK) {
			skipHead();
			status = status(line());
		}
		skipBody(status);
		return status;
	}

	private byte[] request(String path) {
		return "GET %s HTTP/1.1\r\n%s".formatted(path, this.headers).getBytes(StandardCharsets.US_ASCII);
	}

	private static int status(String line) throws IOException {
		Matcher matcher = STATUS_LINE.matcher(line);
		if (!matcher.lookingAt()) {
			throw new IOException("'%s' (expected: a status line of HTTP/1.1)".formatted(line));
		}
		return Integer.parseInt(matcher.group(1));
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
			if (is("content-length:", line)) {
				length = number(line.substring(line.indexOf(':') + 1), 10);
			}
			else if (is("transfer-encoding:", line)) {
				chunked = line.toLowerCase(Locale.ROOT).contains("chunked");
			}
			else if (is("connection:", line) && line.toLowerCase(Locale.ROOT).contains("close")) {
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

	private static boolean is(String name, String line) {
		return line.regionMatches(true, 0, name, 0, name.length());
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
		this.line.reset();
		for (int next = this.input.read(); next != '\n'; next = this.input.read()) {
			if (next < 0) {
				throw new EOFException("The connection was closed before the answer was complete");
			}
			if (this.line.size() == LONGEST_LINE) {
				throw new IOException("A line of the answer is longer than %d bytes".formatted(LONGEST_LINE));
			}
			this.line.write(next);
		}
		return this.line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
	}

}
