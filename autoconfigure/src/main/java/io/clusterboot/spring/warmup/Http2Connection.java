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
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection that speaks HTTP/2 (RFC 9113) to a server that is known to do so: it asks
 * for no table of headers, no push, and a window that is never exhausted.
 */
final class Http2Connection extends HttpConnection {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	private static final int DATA = 0;

	private static final int HEADERS = 1;

	private static final int RESET = 3;

	private static final int SETTINGS = 4;

	private static final int PING = 6;

	private static final int GO_AWAY = 7;

	private static final int WINDOW_UPDATE = 8;

	private static final int CONTINUATION = 9;

	private static final int ACK = 0x1;

	private static final int END_STREAM = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int PADDED = 0x8;

	private static final int PRIORITY = 0x20;

	private static final int PRIORITY_BYTES = 5;

	private static final int LARGEST_WINDOW = Integer.MAX_VALUE;

	private static final int DEFAULT_WINDOW = 65535;

	private static final int LARGEST_FRAME = 16384;

	private static final int OK = 200;

	private final DataInputStream input;

	private final RequestHeaders headers;

	private int stream = -1;

	Http2Connection(Socket socket, RequestHeaders headers) throws IOException {
		super(socket);
		this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		this.headers = headers;
		write(PREFACE);
		// Header table size, push, initial window
		write(SETTINGS, 0, 0,
				ByteBuffer.allocate(18)
					.putShort((short) 1)
					.putInt(0)
					.putShort((short) 2)
					.putInt(0)
					.putShort((short) 4)
					.putInt(LARGEST_WINDOW)
					.array());
		write(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - DEFAULT_WINDOW).array());
	}

	private void write(int type, int flags, int stream, byte[] payload) throws IOException {
		write(ByteBuffer.allocate(9 + payload.length)
			.put((byte) (payload.length >>> 16))
			.putShort((short) payload.length)
			.put((byte) type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array());
	}

	@Override
	int get(String path) throws IOException {
		this.stream += 2;
		write(HEADERS, END_HEADERS | END_STREAM, this.stream, this.headers.encode(path));
		int status = 0;
		Frame frame;
		do {
			frame = read();
			if (frame.type == HEADERS && frame.stream == this.stream) {
				byte[] block = block(frame);
				// What follows the final status are trailers
				status = (status < OK) ? StatusField.in(block) : status;
			}
			else {
				handle(frame);
			}
		}
		while (!frame.endsStream(this.stream));
		return status;
	}

	private Frame read() throws IOException {
		int length = this.input.readUnsignedByte() << 16 | this.input.readUnsignedShort();
		int type = this.input.readUnsignedByte();
		int flags = this.input.readUnsignedByte();
		int stream = this.input.readInt() & Integer.MAX_VALUE;
		if (length > LARGEST_FRAME) {
			throw new IOException("frame of %d bytes (expected: <= %d)".formatted(length, LARGEST_FRAME));
		}
		return new Frame(type, flags, stream, this.input.readNBytes(length));
	}

	/**
	 * Return the header block that begins with a frame.
	 */
	private byte[] block(Frame first) throws IOException {
		int from = (first.has(PADDED) ? 1 : 0) + (first.has(PRIORITY) ? PRIORITY_BYTES : 0);
		int to = first.payload.length - (first.has(PADDED) ? first.payload[0] & 0xff : 0);
		if (from > to) {
			throw new IOException("frame of %d bytes is shorter than its padding".formatted(first.payload.length));
		}
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		block.write(first.payload, from, to - from);
		for (Frame next = first; !next.has(END_HEADERS);) {
			next = read();
			if (next.type != CONTINUATION) {
				throw new IOException("frame of type %d (expected: a continuation)".formatted(next.type));
			}
			block.writeBytes(next.payload);
		}
		return block.toByteArray();
	}

	private void handle(Frame frame) throws IOException {
		if (frame.type == SETTINGS && !frame.has(ACK)) {
			write(SETTINGS, ACK, 0, new byte[0]);
		}
		else if (frame.type == PING && !frame.has(ACK)) {
			write(PING, ACK, 0, frame.payload);
		}
		else if (frame.type == RESET && frame.stream == this.stream) {
			throw new IOException("The stream was reset with error " + ByteBuffer.wrap(frame.payload).getInt());
		}
		else if (frame.type == GO_AWAY) {
			retire();
			ByteBuffer payload = ByteBuffer.wrap(frame.payload);
			if (payload.getInt() < this.stream) {
				throw new IOException("The server went away with error " + payload.getInt());
			}
		}
	}

	private record Frame(int type, int flags, int stream, byte[] payload) {

		boolean has(int flag) {
			return (this.flags & flag) != 0;
		}

		boolean endsStream(int stream) {
			return this.stream == stream && (this.type == DATA || this.type == HEADERS) && has(END_STREAM);
		}

	}

	/**
	 * The headers of a request, in the form of HPACK (RFC 7541) that uses no table but
	 * the static one, and no Huffman code.
	 *
	 * @param secure whether the connection speaks TLS
	 * @param host the host
	 * @param mark the value of the header that marks the request
	 */
	record RequestHeaders(boolean secure, String host, String mark) {

		private static final int GET = 0x82;

		private static final int HTTP = 0x86;

		private static final int HTTPS = 0x87;

		private static final int AUTHORITY = 1;

		private static final int PATH = 4;

		private static final int NEW_NAME = 0;

		private static final int LARGEST_PREFIX = 127;

		byte[] encode(String path) {
			ByteArrayOutputStream block = new ByteArrayOutputStream();
			block.write(GET);
			block.write(this.secure ? HTTPS : HTTP);
			block.write(PATH);
			string(path, block);
			block.write(AUTHORITY);
			string(this.host, block);
			block.write(NEW_NAME);
			// Names are in lower case
			string(WarmUp.HEADER.toLowerCase(Locale.ROOT), block);
			string(this.mark, block);
			return block.toByteArray();
		}

		private static void string(String text, ByteArrayOutputStream block) {
			byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
			if (bytes.length < LARGEST_PREFIX) {
				block.write(bytes.length);
			}
			else {
				block.write(LARGEST_PREFIX);
				int rest = bytes.length - LARGEST_PREFIX;
				for (; rest > LARGEST_PREFIX; rest >>>= 7) {
					block.write(rest & LARGEST_PREFIX | LARGEST_PREFIX + 1);
				}
				block.write(rest);
			}
			block.writeBytes(bytes);
		}

	}

}
