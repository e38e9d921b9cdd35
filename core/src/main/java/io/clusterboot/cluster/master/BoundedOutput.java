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

	private final Deque<byte[]> queue = new ArrayDeque<>();

	private int queuedBytes;

	private long chunksAdded;

	private long chunksRemoved;

	private boolean stalled;

	private LostOutput lost = LostOutput.NONE;

	private @Nullable Thread writer;

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
		if (length > 0) {
			add(Arrays.copyOfRange(bytes, offset, offset + length));
		}
	}

	private void add(byte[] chunk) {
		this.lock.lock();
		try {
			awaitUnlessStalled(() -> hasRoom(chunk));
			if (!hasRoom(chunk)) {
				this.lost = this.lost.plus(chunk);
				return;
			}
			this.queue.addLast(chunk);
			this.queuedBytes += chunk.length;
			this.chunksAdded++;
			this.added.signal();
			startWriter();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean hasRoom(byte[] chunk) {
		return this.queuedBytes == 0 || this.queuedBytes + chunk.length <= this.capacity;
	}

	private void startWriter() {
		if (this.writer == null) {
			this.writer = new Thread(this::writeAll, this.name);
			this.writer.setDaemon(true);
			this.writer.start();
		}
	}

	/**
	 * Return an output whose writes return when the bytes were written, or when the
	 * target takes nothing. What a process writes last is not lost then.
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
		try {
			while (!condition.getAsBoolean() && !this.stalled) {
				if (left <= 0) {
					this.stalled = true;
					return;
				}
				left = this.removed.awaitNanos(left);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private void writeAll() {
		boolean lineBroken = false;
		while (true) {
			byte[] chunk = next();
			boolean written = write(chunk, lineBroken);
			lineBroken = !written;
			LostOutput loss = remove(chunk, written);
			if (!loss.isNone()) {
				// The report may write to this output and wait for it
				new Thread(() -> this.report.accept(loss), this.name + "-report").start();
			}
		}
	}

	private byte[] next() {
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

	private boolean write(byte[] chunk, boolean lineBroken) {
		try {
			if (lineBroken) {
				this.target.write('\n');
			}
			this.target.write(chunk);
			this.target.flush();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private LostOutput remove(byte[] chunk, boolean written) {
		this.lock.lock();
		try {
			this.queue.removeFirst();
			this.queuedBytes -= chunk.length;
			this.chunksRemoved++;
			this.stalled = false;
			this.removed.signalAll();
			if (!written) {
				this.lost = this.lost.plus(chunk);
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

	private final class Waiting extends OutputStream {

		@Override
		public void write(int b) {
			write(new byte[] { (byte) b }, 0, 1);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) {
			BoundedOutput.this.write(bytes, offset, length);
			awaitWritten();
		}

	}

}
