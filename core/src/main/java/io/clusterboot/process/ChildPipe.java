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

package io.clusterboot.process;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.handle.Handle;
import io.netty.channel.unix.Socket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piped descriptor of a child above 2, on the side of the parent: one of two connected
 * Unix-domain sockets, so that it can be read and written.
 * <p>
 * It owns this end, and closes it when the child has closed its own. Both streams block;
 * each may be used by one thread at a time.
 */
public final class ChildPipe implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(ChildPipe.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private final Handle end;

	private final Socket socket;

	private final ChildOutput input;

	private final OutputStream output = new Output();

	private ChildPipe(Handle end) {
		this.end = end;
		this.socket = new Socket(end.descriptor());
		this.input = new ChildOutput(new Input(), end.descriptor());
	}

	static ChildPipe open(Handle end) {
		return new ChildPipe(end);
	}

	/**
	 * Return the output of the child.
	 * @return the stream
	 */
	public InputStream inputStream() {
		return this.input.take();
	}

	/**
	 * Return the input of the child.
	 * @return the stream
	 */
	public OutputStream outputStream() {
		return this.output;
	}

	/**
	 * End the input of the child.
	 */
	public void endOutput() {
		shutdown(false);
	}

	private void shutdown(boolean both) {
		if (this.end.isOpen()) {
			try {
				this.socket.shutdown(both, true);
			}
			catch (IOException ex) {
				logger.debug("The child has closed its end", ex);
			}
		}
	}

	CompletableFuture<Void> ended() {
		return this.input.ended();
	}

	void drain(String name) {
		this.input.drain(name);
	}

	/**
	 * Close this end, whether the child has closed its own or not.
	 */
	@Override
	public void close() {
		shutdown(true);
		this.input.close();
	}

	private final class Input implements ReadableByteChannel {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

		@Override
		public int read(ByteBuffer target) throws IOException {
			int count = ChildPipe.this.socket.read(this.buffer, 0, Math.min(BUFFER_SIZE, target.remaining()));
			if (count > 0) {
				target.put(this.buffer.limit(count).position(0));
				this.buffer.clear();
			}
			return count;
		}

		@Override
		public boolean isOpen() {
			return ChildPipe.this.end.isOpen();
		}

		@Override
		public void close() {
			ChildPipe.this.end.close();
		}

	}

	private final class Output extends OutputStream {

		private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

		@Override
		public void write(int b) throws IOException {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			Objects.checkFromIndexSize(offset, length, bytes.length);
			int start = offset;
			while (start < offset + length) {
				if (!ChildPipe.this.end.isOpen()) {
					throw new IOException("The pipe is closed");
				}
				int count = Math.min(BUFFER_SIZE, offset + length - start);
				this.buffer.clear().put(bytes, start, count);
				start += ChildPipe.this.socket.write(this.buffer, 0, count);
			}
		}

		@Override
		public void close() {
			endOutput();
		}

	}

}
