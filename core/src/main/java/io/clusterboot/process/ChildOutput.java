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

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The output of a child to a pipe, for the user that claims the stream. If no one has
 * claimed it when the process ends, it is read here, so that the end of the stream is
 * reached; its beginning is kept for a later claim.
 */
final class ChildOutput extends InputStream {

	private static final Logger logger = LoggerFactory.getLogger(ChildOutput.class);

	private static final int MAX_KEPT_BYTES = 1024 * 1024;

	private static final int BUFFER_SIZE = 64 * 1024;

	private final ReadableByteChannel source;

	private final int descriptor;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private boolean taken;

	private boolean drained;

	private boolean closed;

	private int readers;

	private InputStream kept = InputStream.nullInputStream();

	/**
	 * Create a stream.
	 * @param source the reading end, owned
	 * @param descriptor its number
	 */
	ChildOutput(ReadableByteChannel source, int descriptor) {
		this.source = source;
		this.descriptor = descriptor;
	}

	/**
	 * Claim the stream.
	 * @return this stream
	 */
	synchronized ChildOutput take() {
		this.taken = true;
		return this;
	}

	/**
	 * Return the end of the stream, or its closing.
	 * @return completed, never exceptionally
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	/**
	 * Read to the end, unless the stream is claimed.
	 * @param name the name of the reading thread
	 */
	void drain(String name) {
		synchronized (this) {
			if (this.taken || this.closed) {
				return;
			}
			this.drained = true;
		}
		Thread thread = new Thread(this::drain, name);
		thread.setDaemon(true);
		thread.start();
	}

	private void drain() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		byte[] buffer = new byte[BUFFER_SIZE];
		try {
			for (int count = readSource(buffer, 0, BUFFER_SIZE); count >= 0; count = readSource(buffer, 0,
					BUFFER_SIZE)) {
				bytes.write(buffer, 0, Math.min(count, MAX_KEPT_BYTES - bytes.size()));
			}
		}
		catch (IOException ex) {
			logger.warn("Output of a child was lost: {}", Thread.currentThread().getName(), ex);
		}
		finally {
			synchronized (this) {
				this.kept = new ByteArrayInputStream(bytes.toByteArray());
			}
			close();
		}
	}

	@Override
	public int read() throws IOException {
		byte[] one = new byte[1];
		return (read(one, 0, 1) == 1) ? one[0] & 0xFF : -1;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		Objects.checkFromIndexSize(offset, length, bytes.length);
		if (length == 0) {
			return 0;
		}
		if (isDrained()) {
			this.ended.join();
			return kept().read(bytes, offset, length);
		}
		int count = readSource(bytes, offset, length);
		if (count < 0) {
			close();
		}
		return count;
	}

	private int readSource(byte[] bytes, int offset, int length) throws IOException {
		synchronized (this) {
			if (this.closed) {
				return -1;
			}
			this.readers++;
		}
		int count = -1;
		try {
			count = this.source.read(ByteBuffer.wrap(bytes, offset, length));
		}
		finally {
			synchronized (this) {
				this.readers--;
				if (this.closed) {
					count = -1;
					closeSource();
				}
			}
		}
		return count;
	}

	private synchronized boolean isDrained() {
		return this.drained;
	}

	private synchronized InputStream kept() {
		return this.kept;
	}

	/**
	 * Close the stream without waiting for its end. A reader sees the end of the stream.
	 */
	@Override
	public void close() {
		synchronized (this) {
			if (!this.closed) {
				this.closed = true;
				if (this.readers == 0) {
					closeSource();
				}
				else {
					wakeReader();
				}
			}
		}
		this.ended.complete(null);
	}

	/**
	 * Wake up a blocked reader: a read of a pipe returns when there are bytes.
	 */
	private void wakeReader() {
		try (FileOutputStream sink = new FileOutputStream("/proc/self/fd/" + this.descriptor)) {
			sink.write('\n');
		}
		catch (IOException ex) {
			logger.debug("A read goes on until the child closes its output", ex);
		}
	}

	private void closeSource() {
		try {
			this.source.close();
		}
		catch (IOException ex) {
			logger.debug("The output of a child could not be closed", ex);
		}
	}

}
