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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The frames whose handles the peer has not acknowledged yet, oldest first, and the
 * number of handles that may still join them. The last frames may still be departing:
 * their bytes are in the output buffer, and the kernel has not taken their descriptors.
 * Guarded by the lock of {@link Outbound}.
 */
final class HandlesInFlight {

	private static final int[] NONE = {};

	private final ArrayDeque<Frame> frames = new ArrayDeque<>();

	/**
	 * The acknowledgements that arrived before the writing thread returned from its
	 * system call.
	 */
	private final ArrayDeque<Boolean> earlyAcks = new ArrayDeque<>();

	private final int limit;

	private int limitPerWrite;

	private int departing;

	/**
	 * The largest number of early acknowledgements: the number of handles that are
	 * departing, during a write.
	 */
	private int earlyLimit;

	/**
	 * Whether the largest number in flight was reached. Then the next write waits for
	 * enough acknowledgements to fill a whole write; otherwise each acknowledgement would
	 * release one handle, in a write of its own.
	 */
	private boolean full;

	/**
	 * Whether the kernel takes no more descriptors until an acknowledgement makes room.
	 */
	private boolean kernelIsFull;

	HandlesInFlight(Peer peer) {
		this.limit = peer.handlesInFlight();
		this.limitPerWrite = peer.handlesPerWrite();
	}

	boolean hasRoom() {
		return !this.kernelIsFull && !this.full && this.departing < this.limitPerWrite;
	}

	boolean isEmpty() {
		return this.frames.isEmpty();
	}

	/**
	 * Add the handle of a frame to the next write.
	 */
	void join(Frame frame) {
		this.frames.add(frame);
		this.departing++;
		this.full = this.frames.size() >= this.limit;
	}

	boolean areDeparting() {
		return this.departing > 0;
	}

	/**
	 * A write begins.
	 * @return the descriptors to write
	 */
	int[] depart() {
		if (this.departing == 0) {
			return NONE;
		}
		this.earlyLimit = this.departing;
		int[] descriptors = new int[this.departing];
		int index = descriptors.length;
		for (var last = this.frames.descendingIterator(); index > 0;) {
			Frame frame = last.next();
			if (frame.handle != null) {
				descriptors[--index] = frame.handle.descriptor();
			}
		}
		return descriptors;
	}

	/**
	 * The write has taken the descriptors.
	 * @param deadline when they have to be acknowledged
	 * @return the number of handles
	 */
	int departed(long deadline) {
		int count = this.departing;
		var last = this.frames.descendingIterator();
		for (int i = 0; i < count; i++) {
			last.next().deadline = deadline;
		}
		this.departing = 0;
		this.earlyLimit = 0;
		return count;
	}

	/**
	 * The write has taken nothing.
	 */
	void stayed() {
		this.earlyAcks.clear();
		this.earlyLimit = 0;
	}

	/**
	 * The kernel refuses the descriptors. If others are in flight, there are too many,
	 * and an acknowledgement makes room; if the write had several, one alone may be
	 * accepted; otherwise the descriptor can never be sent.
	 * @return the frame that cannot be sent, or {@code null} if all may be tried again
	 */
	@Nullable Frame refused() {
		stayed();
		int count = this.departing;
		this.departing = 0;
		Frame first = null;
		for (int i = 0; i < count; i++) {
			first = this.frames.removeLast();
		}
		makeRoom();
		if (!this.frames.isEmpty()) {
			this.kernelIsFull = true;
			return null;
		}
		if (count > 1) {
			this.limitPerWrite = 1;
			return null;
		}
		return first;
	}

	/**
	 * Remove the oldest handle, which the peer has acknowledged.
	 * @return its frame, or {@code null} if none has departed
	 */
	@Nullable Frame acknowledged() {
		if (this.frames.size() == this.departing) {
			return null;
		}
		this.kernelIsFull = false;
		Frame frame = this.frames.remove();
		makeRoom();
		return frame;
	}

	private void makeRoom() {
		if (this.frames.size() <= this.limit - this.limitPerWrite) {
			this.full = false;
		}
	}

	/**
	 * Keep the acknowledgement of a handle that is being written.
	 * @return whether there is one
	 */
	boolean acknowledgedEarly(boolean acknowledged) {
		return this.earlyAcks.size() < this.earlyLimit && this.earlyAcks.add(acknowledged);
	}

	@Nullable Boolean nextEarlyAck() {
		return this.earlyAcks.poll();
	}

	/**
	 * Return the oldest frame whose acknowledgement is awaited.
	 * @return the frame, or {@code null}
	 */
	@Nullable Frame oldestAwaited() {
		int departed = this.frames.size() - this.departing;
		for (Frame frame : this.frames) {
			if (departed-- == 0) {
				return null;
			}
			if (!frame.isFailed()) {
				return frame;
			}
		}
		return null;
	}

	/**
	 * Return whether no acknowledgement is awaited.
	 */
	boolean areAllFailed() {
		return this.frames.stream().allMatch(Frame::isFailed);
	}

	/**
	 * Remove all frames, since no more acknowledgements will arrive.
	 */
	List<Frame> abandon() {
		List<Frame> abandoned = List.copyOf(this.frames);
		stayed();
		this.frames.clear();
		this.departing = 0;
		this.full = false;
		return abandoned;
	}

}
