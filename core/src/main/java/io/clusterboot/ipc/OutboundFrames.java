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

import java.util.List;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All outgoing frames, each from the call that sends it until its outcome is known: it
 * waits in the queue, passes through the output buffer, and stays in flight if it has a
 * handle. Does no input or output. Guarded by the lock of {@link Outbound}.
 */
final class OutboundFrames {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private static final int MAX_REFUSALS = 4;

	private final ChannelOptions options;

	private final ChannelCounters counters;

	private final CompletingLock lock;

	private final HandlesInFlight handles;

	private final OutboundQueue queue;

	private final OutputBuffer output = new OutputBuffer();

	private long queuedBytes;

	OutboundFrames(ChannelOptions options, ChannelCounters counters, CompletingLock lock) {
		this.options = options;
		this.counters = counters;
		this.lock = lock;
		this.handles = new HandlesInFlight(options.peer());
		this.queue = new OutboundQueue(options.peer(), this.handles);
	}

	void add(Frame frame) {
		this.queue.add(frame);
		this.queuedBytes += frame.length();
	}

	OutboundQueue queue() {
		return this.queue;
	}

	long queuedBytes() {
		return this.queuedBytes;
	}

	/**
	 * Return the last message that was not written yet; {@code null} if there is none.
	 */
	@Nullable Frame lastMessage() {
		Frame queued = this.queue.lastMessage();
		return (queued != null) ? queued : this.output.lastMessage();
	}

	/**
	 * Return whether everything was sent and no acknowledgement is awaited.
	 */
	boolean areDrained() {
		return this.queue.isEmpty() && this.output.isDrained() && this.handles.areAllFailed();
	}

	/**
	 * Begin a write. It ends with {@link #written}, {@link #refused} or {@link #abandon}.
	 * @return what to write, or {@code null} if nothing may be sent now
	 */
	OutputBuffer.@Nullable Write nextWrite() {
		if (!this.output.hasRemaining()) {
			this.output.fill(this.queue);
			if (!this.output.hasRemaining()) {
				return null;
			}
		}
		return this.output.write(this.handles.depart());
	}

	/**
	 * The kernel took all of the bytes, some of them, or none.
	 * @return the number of handles that have departed with it
	 */
	int written(int count) {
		if (count == 0) {
			this.handles.stayed();
			return 0;
		}
		this.queuedBytes -= count;
		int departed = this.handles.areDeparting() ? departed() : 0;
		this.output.written(count, this.lock);
		for (Boolean ack = this.handles.nextEarlyAck(); ack != null; ack = this.handles.nextEarlyAck()) {
			acknowledged(ack);
		}
		return departed;
	}

	private int departed() {
		int departed = this.handles.departed(System.nanoTime() + this.options.ackTimeout().toNanos());
		this.counters.handlesSent.add(departed);
		return departed;
	}

	/**
	 * The kernel refused the descriptors.
	 */
	void refused(UnixStream.DescriptorRefusedException ex) {
		Frame hopeless = this.handles.refused();
		for (Frame frame = this.output.takeLast(); frame != null; frame = this.output.takeLast()) {
			this.queue.addFirst(frame);
		}
		if (hopeless != null) {
			this.queue.remove(hopeless);
			this.queuedBytes -= hopeless.length();
			fail(hopeless, new ChannelException(
					"A handle could not be sent over the channel '%s'".formatted(this.options.name()), ex.getCause()));
		}
	}

	/**
	 * The peer has acknowledged or refused the oldest handle.
	 * @return whether there was such a handle
	 */
	boolean acknowledged(boolean acknowledged) {
		Frame frame = this.handles.acknowledged();
		if (frame == null) {
			return this.handles.acknowledgedEarly(acknowledged);
		}
		if (acknowledged || frame.isFailed()) {
			frame.acknowledged(this.lock);
		}
		else if (++frame.refusals < MAX_REFUSALS) {
			this.queue.addFirst(frame);
			this.queuedBytes += frame.length();
		}
		else {
			failHandle(frame, "The peer of the channel '%s' refused a handle %d times: it received no descriptor"
				.formatted(this.options.name(), frame.refusals));
		}
		return true;
	}

	/**
	 * Return the frame whose handle has to be acknowledged next.
	 * @return the frame, or {@code null} if no acknowledgement has a deadline
	 */
	@Nullable Frame oldestAwaited() {
		return this.options.ackTimeout().isZero() ? null : this.handles.oldestAwaited();
	}

	/**
	 * A handle was not acknowledged in time. Its acknowledgement is still expected, as
	 * later handles follow it.
	 */
	void expire(Frame frame) {
		logger.warn("The peer of the channel '{}' did not acknowledge a handle within {}", this.options.name(),
				this.options.ackTimeout());
		this.counters.unacknowledgedHandles.increment();
		failHandle(frame, "The peer of the channel '%s' did not acknowledge a handle (expected: within %s)"
			.formatted(this.options.name(), this.options.ackTimeout()));
	}

	private void failHandle(Frame frame, String message) {
		this.counters.failedSends.increment();
		frame.failHandle(new HandleNotAcknowledgedException(message), this.lock);
	}

	/**
	 * Fail all frames whose outcome is not decided, since nothing more can be sent.
	 */
	void abandon(ChannelException failure) {
		this.queuedBytes = 0;
		for (List<Frame> frames : List.of(this.output.abandon(), this.handles.abandon(), this.queue.abandon())) {
			for (Frame frame : frames) {
				fail(frame, failure);
			}
		}
	}

	private void fail(Frame frame, ChannelException failure) {
		if (!frame.isAck() && !frame.isFailed()) {
			this.counters.failedSends.increment();
		}
		frame.fail(failure, this.lock);
	}

}
