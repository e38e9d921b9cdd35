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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one piped stream of a child until its end, on a thread of its own. It forwards
 * whole lines, each in a single write, unless a line is very long, and goes on reading
 * when forwarding fails, since a full pipe would stop the child.
 */
final class OutputPump implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(OutputPump.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	/**
	 * Longest line that is forwarded whole.
	 */
	private static final int MAX_BUFFER_SIZE = 4 * 1024 * 1024;

	private static final int MAX_KEPT_LINE_BYTES = 4 * 1024;

	private final ReadableByteChannel source;

	private final OutputStream target;

	private final LastLines lastLines;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	private ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);

	private final ByteArrayOutputStream line = new ByteArrayOutputStream();

	private boolean lineTruncated;

	private long lostBytes;

	/**
	 * Create a pump.
	 * @param source the reading end, owned and closed by the pump
	 * @param target where the bytes go, borrowed
	 * @param lastLines where the lines go
	 */
	OutputPump(ReadableByteChannel source, OutputStream target, LastLines lastLines) {
		this.source = source;
		this.target = target;
		this.lastLines = lastLines;
	}

	void start(String name) {
		Thread thread = new Thread(this, name);
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Return the end of the stream.
	 * @return completed, never exceptionally, on the pump's thread
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	@Override
	public void run() {
		try (this.source) {
			int start = 0;
			while (this.source.read(this.buffer) >= 0) {
				keepLines(start);
				forward(lengthOfWholeLines(start));
				resize();
				start = this.buffer.position();
			}
		}
		catch (IOException ex) {
			logger.warn("Output of a child was lost: {}", Thread.currentThread().getName(), ex);
		}
		finally {
			end();
		}
	}

	private void end() {
		try {
			forward(this.buffer.position());
			if (this.line.size() > 0) {
				endLine();
			}
		}
		finally {
			this.ended.complete(null);
		}
	}

	private int lengthOfWholeLines(int start) {
		int position = this.buffer.position();
		for (int i = position - 1; i >= start; i--) {
			if (this.buffer.get(i) == '\n') {
				return i + 1;
			}
		}
		return (position == MAX_BUFFER_SIZE) ? position : 0;
	}

	/**
	 * Make room for the rest of a long line, and give it back afterwards.
	 */
	private void resize() {
		int capacity = this.buffer.capacity();
		int position = this.buffer.position();
		if (position == capacity) {
			replaceBuffer(2 * capacity);
		}
		else if (capacity > BUFFER_SIZE && position < BUFFER_SIZE) {
			replaceBuffer(BUFFER_SIZE);
		}
	}

	private void replaceBuffer(int capacity) {
		this.buffer = ByteBuffer.allocate(capacity).put(this.buffer.flip());
	}

	private void forward(int length) {
		if (length == 0) {
			return;
		}
		try {
			synchronized (this.target) {
				this.target.write(this.buffer.array(), 0, length);
				this.target.flush();
			}
			reportLoss();
		}
		catch (IOException | RuntimeException ex) {
			lose(length, ex);
		}
		this.buffer.flip().position(length);
		this.buffer.compact();
	}

	private void lose(int length, Exception cause) {
		if (this.lostBytes == 0) {
			logger.warn("Output of a child can't be forwarded and is dropped: {}", Thread.currentThread().getName(),
					cause);
		}
		this.lostBytes += length;
	}

	private void reportLoss() {
		if (this.lostBytes > 0) {
			logger.warn("Output of a child is forwarded again, after {} bytes were lost: {}", this.lostBytes,
					Thread.currentThread().getName());
			this.lostBytes = 0;
		}
	}

	private void keepLines(int start) {
		for (int i = start; i < this.buffer.position(); i++) {
			byte b = this.buffer.get(i);
			if (b == '\n') {
				endLine();
			}
			else if (this.line.size() < MAX_KEPT_LINE_BYTES) {
				this.line.write(b);
			}
			else {
				this.lineTruncated = true;
			}
		}
	}

	private void endLine() {
		String text = this.line.toString(StandardCharsets.UTF_8);
		this.lastLines.add(this.lineTruncated ? text + "…" : text.stripTrailing());
		this.line.reset();
		this.lineTruncated = false;
	}

}
