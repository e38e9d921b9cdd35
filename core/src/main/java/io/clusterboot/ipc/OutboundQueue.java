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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The frames of which no byte was sent yet, and the rule which of them is sent next.
 * Acknowledgements come first, so that two processes that send handles to each other both
 * make progress. Guarded by the lock of {@link Outbound}.
 */
final class OutboundQueue {

	private static final int MAX_ACKS = 32;

	private final ArrayDeque<Frame> acks = new ArrayDeque<>();

	private final ArrayDeque<Frame> messages = new ArrayDeque<>();

	private final HandlesInFlight handles;

	private final boolean oneHandleAtATime;

	OutboundQueue(Peer peer, HandlesInFlight handles) {
		this.oneHandleAtATime = peer == Peer.NODE;
		this.handles = handles;
	}

	void add(Frame frame) {
		queueOf(frame).addLast(frame);
	}

	/**
	 * Add a frame that has to be sent before all others.
	 */
	void addFirst(Frame frame) {
		frame.rewind();
		queueOf(frame).addFirst(frame);
	}

	private ArrayDeque<Frame> queueOf(Frame frame) {
		return frame.isAck() ? this.acks : this.messages;
	}

	void remove(Frame frame) {
		queueOf(frame).remove(frame);
	}

	boolean isEmpty() {
		return this.acks.isEmpty() && this.messages.isEmpty();
	}

	boolean hasMessages() {
		return !this.messages.isEmpty();
	}

	@Nullable Frame lastMessage() {
		return this.messages.peekLast();
	}

	/**
	 * Return the acknowledgement that has waited longest.
	 */
	@Nullable Frame oldestAck() {
		return this.acks.peek();
	}

	/**
	 * Return whether the acknowledgements should be sent now. With a peer that sends one
	 * handle at a time there is none.
	 */
	boolean areAcksDue() {
		return this.oneHandleAtATime || this.acks.size() >= MAX_ACKS;
	}

	/**
	 * Return whether the messages wait for the acknowledgement of a handle.
	 */
	boolean isHeld() {
		return this.oneHandleAtATime && !this.handles.isEmpty();
	}

	/**
	 * Return whether a message was queued behind others that wait for an acknowledgement.
	 */
	boolean isBacklogged() {
		return !this.handles.isEmpty() && this.messages.size() > 1;
	}

	/**
	 * Take the next frame for the output buffer. A handle that it has is departing from
	 * now on.
	 * @return the frame, or {@code null} if none may be sent now
	 */
	@Nullable Frame next(OutputBuffer output) {
		if (this.oneHandleAtATime && this.handles.areDeparting()) {
			return null;
		}
		if (!this.acks.isEmpty()) {
			return this.acks.poll();
		}
		Frame frame = this.messages.peek();
		if (frame == null || isHeld()) {
			return null;
		}
		if (frame.handle != null) {
			if (!mayDepart(output)) {
				return null;
			}
			this.handles.join(frame);
		}
		return this.messages.poll();
	}

	private boolean mayDepart(OutputBuffer output) {
		return output.startsWithFrame() && (!this.oneHandleAtATime || output.startsHere()) && this.handles.hasRoom();
	}

	/**
	 * Empty the queue for good.
	 */
	List<Frame> abandon() {
		List<Frame> abandoned = new ArrayList<>(this.acks);
		abandoned.addAll(this.messages);
		this.acks.clear();
		this.messages.clear();
		return abandoned;
	}

}
