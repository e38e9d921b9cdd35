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

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;

/**
 * Decides which thread writes: the sender, without blocking, as long as the kernel takes
 * everything; otherwise one writer thread, started on demand, which writes the rest,
 * collects bursts, and enforces the ack timeout. Guarded by the lock of {@link Outbound}.
 */
final class OutboundWriter implements Runnable {

	private final ChannelOptions options;

	private final UnixStream stream;

	private final OutboundFrames frames;

	private final OutboundLife life;

	private final CompletingLock lock;

	private final Condition work;

	private final Burst burst = new Burst();

	private Activity activity = Activity.IDLE;

	private boolean started;

	/**
	 * Whether the thread wakes up for the oldest acknowledgement.
	 */
	private boolean timed;

	OutboundWriter(ChannelOptions options, UnixStream stream, OutboundFrames frames, OutboundLife life,
			CompletingLock lock, Condition work) {
		this.options = options;
		this.stream = stream;
		this.frames = frames;
		this.life = life;
		this.lock = lock;
		this.work = work;
	}

	/**
	 * A message was queued. Outside a burst the sender writes it; in a burst the sender
	 * with whose message enough have come together, or else the writer thread.
	 */
	void messageAdded() {
		if (this.burst.isOn()) {
			this.burst.joined();
			if (this.frames.queuedBytes() >= Burst.BYTES) {
				attempt();
			}
		}
		else if (this.burst.isRapid(System.nanoTime()) && this.activity != Activity.BLOCKED
				&& !this.frames.queue().isHeld()) {
			this.burst.begin();
			wake();
		}
		else {
			attempt();
		}
	}

	/**
	 * The reader has delivered everything it read. Messages that its listener sent need
	 * not wait for others, and acknowledgements wait at most the ack delay.
	 * @return for how many milliseconds the reader may wait for more; -1 for ever
	 */
	int flush() {
		Frame ack = this.frames.queue().oldestAck();
		long early = (ack != null) ? ack.deadline - System.nanoTime() : 0;
		if (this.burst.isOn() || (ack != null && early <= 0)) {
			attempt();
			return -1;
		}
		return (ack != null) ? (int) TimeUnit.NANOSECONDS.toMillis(early) + 1 : -1;
	}

	/**
	 * Return whether the last message waits only for an acknowledgement.
	 */
	boolean isHeld() {
		return this.activity != Activity.BLOCKED && !this.burst.isOn() && this.frames.queue().isBacklogged();
	}

	/**
	 * Write, unless another thread does, which then writes the frames that were queued
	 * meanwhile.
	 */
	void attempt() {
		if (this.activity != Activity.IDLE || this.life.isOver()) {
			return;
		}
		this.activity = Activity.WRITING;
		this.stream.enter();
		try {
			writeAll();
		}
		catch (IOException | RuntimeException ex) {
			this.life.breakOff(ex);
		}
		finally {
			if (this.activity == Activity.WRITING) {
				this.activity = Activity.IDLE;
			}
			this.stream.leave();
		}
		this.life.endIfDrained();
	}

	/**
	 * Write until no frame is left that may be sent now, or the kernel takes no more.
	 */
	private void writeAll() throws IOException {
		while (this.activity == Activity.WRITING && !this.life.isOver()) {
			OutputBuffer.Write write = this.frames.nextWrite();
			if (write == null) {
				return;
			}
			try {
				int count = writeUnlocked(write);
				if (!this.life.isOver()) {
					written(count);
				}
			}
			catch (UnixStream.DescriptorRefusedException ex) {
				if (!this.life.isOver()) {
					this.frames.refused(ex);
				}
			}
		}
	}

	private void written(int count) {
		int departed = this.frames.written(count);
		if (count == 0) {
			this.activity = Activity.BLOCKED;
			wake();
		}
		else if (departed > 0 && !this.timed && this.frames.oldestAwaited() != null) {
			wake();
		}
	}

	private int writeUnlocked(OutputBuffer.Write write) throws IOException {
		this.lock.pause();
		try {
			return write.to(this.stream);
		}
		finally {
			this.lock.lock();
		}
	}

	private void wake() {
		if (this.started) {
			this.work.signal();
			return;
		}
		this.started = true;
		this.stream.enter();
		Thread thread = new Thread(this, this.options.name() + "-writer");
		thread.setDaemon(this.options.daemon());
		thread.start();
	}

	@Override
	public void run() {
		this.lock.lock();
		try {
			while (!this.life.isClosed()) {
				if (this.activity == Activity.BLOCKED) {
					writeWhenWritable();
				}
				else if (this.burst.isOn()) {
					writeBurst();
				}
				else {
					awaitWork();
				}
			}
		}
		finally {
			this.stream.leave();
			this.lock.unlock();
		}
	}

	private void writeWhenWritable() {
		this.lock.pause();
		try {
			this.stream.awaitWritable();
		}
		finally {
			this.lock.lock();
		}
		this.activity = Activity.IDLE;
		attempt();
		this.lock.completeNow();
	}

	/**
	 * Write the messages of the burst, and collect again. The burst is over when no more
	 * messages are sent, or when they have to wait for an acknowledgement.
	 */
	private void writeBurst() {
		boolean late = this.frames.queue().hasMessages();
		attempt();
		boolean held = this.frames.queue().hasMessages() && this.activity == Activity.IDLE;
		this.lock.completeNow();
		if (!held && !this.life.isOver() && mayBringMore()) {
			await(this.burst.linger(late));
		}
		if (held || isThrough()) {
			this.burst.end();
			attempt();
		}
	}

	private boolean mayBringMore() {
		return this.activity == Activity.WRITING || !this.frames.queue().hasMessages();
	}

	private boolean isThrough() {
		return this.activity != Activity.WRITING && !this.burst.goesOn() && !this.frames.queue().hasMessages();
	}

	private void awaitWork() {
		Frame oldest = this.frames.oldestAwaited();
		this.timed = oldest != null;
		if (oldest == null) {
			this.work.awaitUninterruptibly();
			return;
		}
		long remaining = oldest.deadline - System.nanoTime();
		if (remaining > 0) {
			await(remaining);
			return;
		}
		this.frames.expire(oldest);
		this.life.endIfDrained();
		this.lock.completeNow();
	}

	private void await(long nanos) {
		try {
			this.work.await(nanos, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			// An interrupt has no meaning here; the loop looks at the state again
		}
	}

	/**
	 * The state of writing.
	 */
	private enum Activity {

		/**
		 * No thread writes; a sender may.
		 */
		IDLE,

		/**
		 * A thread writes, until no frame is left.
		 */
		WRITING,

		/**
		 * The kernel takes no more; the writer thread waits until it does.
		 */
		BLOCKED

	}

}
