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

package io.clusterboot.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.clusterboot.handle.Handle;

/**
 * The other end of a channel, byte by byte.
 */
final class RawPeer implements Closeable {

	private static final int CAPACITY = 64 * 1024;

	private final UnixStream stream;

	private final ByteBuffer in = ByteBuffer.allocateDirect(CAPACITY);

	private final StringBuilder text = new StringBuilder();

	final List<Handle> received = new ArrayList<>();

	RawPeer(Handle end) {
		this.stream = UnixStream.open(end);
	}

	void write(String text) throws IOException {
		write(text.getBytes(StandardCharsets.UTF_8));
	}

	void write(byte[] bytes, int... descriptors) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(0, bytes);
		int[] left = descriptors;
		while (buffer.hasRemaining()) {
			int count = (left.length > 0) ? this.stream.write(buffer, buffer.position(), buffer.limit(), left)
					: this.stream.write(buffer, buffer.position(), buffer.limit());
			buffer.position(buffer.position() + count);
			if (count == 0) {
				this.stream.awaitWritable();
			}
			else {
				left = new int[0];
			}
		}
	}

	/**
	 * Read one line, with its newline.
	 */
	String readLine() throws IOException {
		while (this.text.indexOf("\n") < 0) {
			if (!read()) {
				throw new IOException("End of stream after: " + this.text);
			}
		}
		int end = this.text.indexOf("\n") + 1;
		String line = this.text.substring(0, end);
		this.text.delete(0, end);
		return line;
	}

	/**
	 * Read to the end.
	 */
	String readAll() throws IOException {
		while (read()) {
			continue;
		}
		String all = this.text.toString();
		this.text.setLength(0);
		return all;
	}

	/**
	 * Read once.
	 */
	boolean read() throws IOException {
		boolean readable = false;
		while (true) {
			int count;
			try {
				count = this.stream.read(this.in);
			}
			catch (ClosedChannelException ex) {
				return false;
			}
			for (int descriptor : this.stream.takeReceived()) {
				this.received.add(Handle.adopt(descriptor));
			}
			if (count > 0) {
				byte[] bytes = new byte[count];
				this.in.get(0, bytes);
				this.text.append(new String(bytes, StandardCharsets.UTF_8));
				return true;
			}
			if (count < 0 || readable) {
				return false;
			}
			readable = this.stream.awaitReadable(120_000);
			if (!readable) {
				throw new IOException("Nothing to read within 120 s; so far: " + this.text);
			}
		}
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static byte[] concat(byte[] first, byte[] second) {
		byte[] all = Arrays.copyOf(first, first.length + second.length);
		System.arraycopy(second, 0, all, first.length, second.length);
		return all;
	}

	@Override
	public void close() {
		this.received.forEach(Handle::close);
		this.stream.close();
	}

}
