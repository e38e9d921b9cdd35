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
package io.clusterboot.cluster.master;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * An output that never stops its writers for long, and that a failure does not end. A
 * thread of its own writes to the target. When the target takes nothing, as a pipe whose
 * reader stands still, writers wait a moment, and then output is dropped until it takes
 * some again; what a target refuses, as a full disk, is dropped as well. Once all that is
 * left could be written, the loss is reported.
 * <p>
 * Several writers that each have a {@link #writer()} of their own never share a line: one
 * that continues a line after another has written begins a new one.
 */
final class BoundedOutput extends OutputStream {

	private final String name;

	private final OutputStream target;

	private final int capacity;

	private final Duration patience;

	private final Consumer<LostOutput> report;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition added = this.lock.newCondition();

	private final Condition removed = this.lock.newCondition();

	private final Deque<Chunk> queue = new ArrayDeque<>();

	private int queuedBytes;

	private long chunksAdded;

	private long chunksRemoved;

	private boolean stalled;

	private LostOutput lost = LostOutput.NONE;

	private @Nullable Thread thread;

	/**
	 * Create an output, whose thread starts with the first write.
	 * @param name the name of the thread
	 * @param target where the bytes go, borrowed
	 * @param capacity how many bytes may wait
	 * @param patience how long a writer waits for a target that takes nothing
	 * @param report called on a thread of its own with what was lost
	 */
	BoundedOutput(String name, OutputStream target, int capacity, Duration patience, Consumer<LostOutput> report) {
		this.name = name;
		this.target = target;
		this.capacity = capacity;
		this.patience = patience;
		this.report = report;
	}

	@Override
	public void write(int b) {
		write(new byte[] { (byte) b }, 0, 1);
	}

	/**
	 * Write, or drop, bytes that stay together.
	 */
	@Override
	public void write(byte[] bytes, int offset, int length) {
		write(this, bytes, offset, length);
	}

	private void write(OutputStream source, byte[] bytes, int offset, int length) {
		if (length > 0) {
			add(new Chunk(source, Arrays.copyOfRange(bytes, offset, offset + length)));
		}
	}

	private void add(Chunk chunk) {
		this.lock.lock();
		try {
			awaitUnlessStalled(() -> hasRoom(chunk));
			if (!hasRoom(chunk)) {
				this.lost = this.lost.plus(chunk.bytes());
				return;
			}
			this.queue.addLast(chunk);
			this.queuedBytes += chunk.bytes().length;
			this.chunksAdded++;
			this.added.signal();
			startWriter();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether a chunk may wait. One that never fits, such as a very long line,
	 * need not wait for an empty queue, which it might never find.
	 */
	private boolean hasRoom(Chunk chunk) {
		int length = chunk.bytes().length;
		return this.queuedBytes == 0 || this.queuedBytes + length <= this.capacity
				|| (length > this.capacity && this.queuedBytes < this.capacity);
	}

	private void startWriter() {
		if (this.thread == null) {
			this.thread = new Thread(this::writeAll, this.name);
			this.thread.setDaemon(true);
			this.thread.start();
		}
	}

	/**
	 * Return an output for one more writer.
	 */
	OutputStream writer() {
		return new Writer();
	}

	/**
	 * Return an output for one more writer whose writes return when the bytes were
	 * written, or when the target takes nothing. What a process writes last is not lost
	 * then.
	 */
	OutputStream waiting() {
		return new Waiting();
	}

	private void awaitWritten() {
		this.lock.lock();
		try {
			long last = this.chunksAdded;
			awaitUnlessStalled(() -> this.chunksRemoved >= last);
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitUnlessStalled(BooleanSupplier condition) {
		long left = this.patience.toNanos();
		long progress = this.chunksRemoved;
		try {
			while (!condition.getAsBoolean() && !this.stalled) {
				if (left <= 0) {
					this.stalled = true;
					return;
				}
				left = this.removed.awaitNanos(left);
				if (progress != this.chunksRemoved) {
					progress = this.chunksRemoved;
					left = this.patience.toNanos();
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void writeAll() {
		Chunk before = new Chunk(this, new byte[] { '\n' });
		boolean lineBroken = false;
		while (true) {
			Chunk chunk = next();
			boolean written = write(chunk, lineBroken || chunk.breaksLineOf(before));
			lineBroken = !written;
			before = chunk;
			LostOutput loss = remove(chunk, written);
			if (!loss.isNone()) {
				// The report may write to this output and wait for it
				new Thread(() -> this.report.accept(loss), this.name + "-report").start();
			}
		}
	}

	private Chunk next() {
		this.lock.lock();
		try {
			while (this.queue.isEmpty()) {
				this.added.awaitUninterruptibly();
			}
			return this.queue.getFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean write(Chunk chunk, boolean lineBroken) {
		try {
			if (lineBroken) {
				this.target.write('\n');
			}
			this.target.write(chunk.bytes());
			this.target.flush();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private LostOutput remove(Chunk chunk, boolean written) {
		this.lock.lock();
		try {
			this.queue.removeFirst();
			this.queuedBytes -= chunk.bytes().length;
			this.chunksRemoved++;
			this.stalled = false;
			this.removed.signalAll();
			if (!written) {
				this.lost = this.lost.plus(chunk.bytes());
			}
			else if (this.queue.isEmpty()) {
				LostOutput loss = this.lost;
				this.lost = LostOutput.NONE;
				return loss;
			}
			return LostOutput.NONE;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Bytes that stay together.
	 */
	private record Chunk(OutputStream source, byte[] bytes) {

		boolean breaksLineOf(Chunk before) {
			return before.source != this.source && before.bytes[before.bytes.length - 1] != '\n';
		}

	}

	private class Writer extends OutputStream {

		@Override
		public void write(int b) {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			BoundedOutput.this.write(this, bytes, offset, length);
		}

	}

	private final class Waiting extends Writer {

		@Override
		public void write(byte[] bytes, int offset, int length) {
			super.write(bytes, offset, length);
			awaitWritten();
		}

	}

}
