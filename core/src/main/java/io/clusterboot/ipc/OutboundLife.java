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

import java.util.concurrent.locks.Condition;

import org.jspecify.annotations.Nullable;

/**
 * The state of the outgoing half, and how it ends. Changed under the lock of
 * {@link Outbound}, read by any thread.
 */
final class OutboundLife {

	private final String channel;

	private final UnixStream stream;

	private final OutboundFrames frames;

	private final Condition ended;

	private volatile Phase phase = Phase.OPEN;

	private volatile boolean closedHere;

	private @Nullable Throwable failure;

	OutboundLife(String channel, UnixStream stream, OutboundFrames frames, Condition ended) {
		this.channel = channel;
		this.stream = stream;
		this.frames = frames;
		this.ended = ended;
	}

	boolean isOpen() {
		return this.phase == Phase.OPEN;
	}

	/**
	 * Return whether messages can no longer be sent.
	 */
	boolean isOver() {
		Phase phase = this.phase;
		return phase == Phase.BROKEN || phase == Phase.CLOSED;
	}

	boolean isClosed() {
		return this.phase == Phase.CLOSED;
	}

	/**
	 * Return whether this side requested the end before it came.
	 */
	boolean isClosedHere() {
		return this.closedHere;
	}

	/**
	 * Take no more messages, and end when everything is sent.
	 */
	void drain() {
		if (isOpen()) {
			this.closedHere = true;
			this.phase = Phase.DRAINING;
			endIfDrained();
		}
	}

	void endIfDrained() {
		if (this.phase == Phase.DRAINING && this.frames.areDrained()) {
			end(null);
		}
	}

	/**
	 * Record that this side ends the stream, unless it has ended.
	 */
	void closeHere() {
		if (!isOver()) {
			this.closedHere = true;
		}
	}

	/**
	 * A write has failed. Messages of the peer may still be read, so the reader reports
	 * the end.
	 */
	void breakOff(Throwable cause) {
		if (!isOver()) {
			this.phase = Phase.BROKEN;
			abandon(cause);
			this.stream.shutdown();
		}
	}

	void end(@Nullable Throwable cause) {
		if (isClosed()) {
			return;
		}
		boolean broken = isOver();
		this.phase = Phase.CLOSED;
		if (!broken) {
			abandon(cause);
		}
		this.stream.shutdown();
		this.ended.signalAll();
		this.stream.leave();
	}

	private void abandon(@Nullable Throwable cause) {
		this.failure = cause;
		this.frames.abandon(refusal());
	}

	/**
	 * Return why nothing can be sent.
	 */
	ChannelException refusal() {
		return new ChannelClosedException(this.channel, this.failure);
	}

	/**
	 * The phases, in their order.
	 */
	private enum Phase {

		/**
		 * Messages are taken.
		 */
		OPEN,

		/**
		 * No more messages are taken, and the queued ones are being sent.
		 */
		DRAINING,

		/**
		 * A write has failed, and there may be messages left to read.
		 */
		BROKEN,

		/**
		 * The stream has ended.
		 */
		CLOSED

	}

}
