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

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/**
 * The outgoing half of a channel: its operations, for any thread, without blocking.
 * {@link OutboundFrames} holds the frames, {@link OutboundWriter} writes them, and
 * {@link OutboundLife} is the state of this half; one lock guards all three.
 */
final class Outbound {

	private static final int HIGH_WATER_MARK = 128 * 1024;

	private final CompletingLock lock = new CompletingLock();

	private final ChannelOptions options;

	private final UnixStream stream;

	private final ChannelCounters counters;

	private final OutboundFrames frames;

	private final OutboundLife life;

	private final OutboundWriter writer;

	private boolean readerStarted;

	private int corks;

	Outbound(UnixStream stream, ChannelOptions options, ChannelCounters counters) {
		this.stream = stream;
		this.options = options;
		this.counters = counters;
		this.frames = new OutboundFrames(options, counters, this.lock);
		Condition work = this.lock.newCondition();
		this.life = new OutboundLife(options.name(), stream, this.frames, work);
		this.writer = new OutboundWriter(options, stream, this.frames, this.life, this.lock, work);
	}

	Sent send(Frame frame) {
		this.lock.lock();
		try {
			ChannelException refusal = refusal(frame);
			if (refusal != null) {
				frame.closeHandle();
				this.counters.failedSends.increment();
				return Sent.failed(refusal);
			}
			this.frames.add(frame);
			if (this.corks == 0) {
				this.writer.messageAdded();
			}
			return frame.sent(isWritable());
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable ChannelException refusal(Frame frame) {
		if (!this.life.isOpen()) {
			return this.life.refusal();
		}
		long queuedBytes = this.frames.queuedBytes();
		if (queuedBytes + frame.length() > this.options.maxQueuedBytes()) {
			return new ChannelQueueFullException(this.options.name(), frame.length(), queuedBytes,
					this.options.maxQueuedBytes());
		}
		return null;
	}

	private boolean isWritable() {
		return !this.life.isOver() && (this.corks > 0 || !this.writer.isHeld())
				&& this.frames.queuedBytes() < HIGH_WATER_MARK;
	}

	/**
	 * Hold messages back.
	 */
	void cork() {
		this.lock.lock();
		try {
			this.corks++;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send the messages that were held back.
	 */
	void uncork() {
		this.lock.lock();
		try {
			if (this.corks == 0) {
				throw new IllegalStateException("The channel '%s' was not corked".formatted(this.options.name()));
			}
			this.corks--;
			// Acknowledgements are not held back: they have a deadline of their own
			if (this.corks == 0 && this.frames.queue().hasMessages()) {
				this.writer.attempt();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return the future of the last message that was not written yet.
	 */
	CompletableFuture<Void> flushed() {
		this.lock.lock();
		try {
			Frame last = this.frames.lastMessage();
			return (last != null) ? last.sent(true).written().copy() : CompletableFuture.completedFuture(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Acknowledge or refuse a handle of the peer, ahead of all queued messages.
	 */
	void acknowledge(Frame ack) {
		this.lock.lock();
		try {
			if (!this.life.isOver()) {
				ack.deadline = System.nanoTime() + this.options.ackDelay().toNanos();
				this.frames.add(ack);
				if (this.frames.queue().areAcksDue()) {
					this.writer.attempt();
				}
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Send the acknowledgements and messages that waited for more input: the reader has
	 * delivered everything.
	 * @return for how many milliseconds the reader may wait for more; -1 for no limit
	 */
	int flush() {
		this.lock.lock();
		try {
			return this.writer.flush();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The peer has acknowledged, or refused, the oldest handles.
	 * @return how many such handles there were
	 */
	int acknowledged(boolean acknowledged, int count) {
		this.lock.lock();
		try {
			int expected = 0;
			while (expected < count && this.frames.acknowledged(acknowledged)) {
				expected++;
			}
			if (expected > 0) {
				this.writer.attempt();
			}
			return expected;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Take no more messages, send the queued ones, then close.
	 */
	void disconnect() {
		this.lock.lock();
		try {
			this.life.drain();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Write as much as the kernel takes without blocking, then close.
	 */
	void close() {
		this.lock.lock();
		try {
			this.life.closeHere();
			this.writer.attempt();
			this.life.end(null);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * The reader has seen the end of the stream.
	 */
	void endOfStream(@Nullable Throwable cause) {
		this.lock.lock();
		try {
			this.life.end(cause);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Claim the stream for the reader.
	 * @return {@code false} if there is nothing left to read
	 */
	boolean startReading() {
		this.lock.lock();
		try {
			if (this.readerStarted) {
				throw new IllegalStateException("The channel '%s' was already started".formatted(this.options.name()));
			}
			this.readerStarted = true;
			if (this.life.isClosed()) {
				return false;
			}
			this.stream.enter();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return whether there are bytes to read, or the end of the stream.
	 */
	boolean isReadable() {
		this.lock.lock();
		try {
			return this.life.isClosed() || this.stream.isReadable();
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isConnected() {
		return this.life.isOpen();
	}

	boolean isClosed() {
		return this.life.isClosed();
	}

	boolean isClosedHere() {
		return this.life.isClosedHere();
	}

	long queuedBytes() {
		this.lock.lock();
		try {
			return this.frames.queuedBytes();
		}
		finally {
			this.lock.unlock();
		}
	}

}
