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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The bytes that are written next, and the frames that they belong to. It is filled when
 * it is empty, and then written until it is empty again. Guarded by the lock of
 * {@link Outbound}, except during the write itself.
 */
final class OutputBuffer {

	private static final int SIZE = 64 * 1024;

	private final ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).limit(0);

	/**
	 * The frames that end in the buffer.
	 */
	private final ArrayDeque<Frame> frames = new ArrayDeque<>();

	/**
	 * The frame that continues after the buffer.
	 */
	private @Nullable Frame partial;

	private boolean startsWithTail;

	boolean hasRemaining() {
		return this.bytes.hasRemaining();
	}

	/**
	 * Return whether all bytes of all frames are written.
	 */
	boolean isDrained() {
		return this.frames.isEmpty() && this.partial == null;
	}

	/**
	 * Return the last frame that is a message; {@code null} if there is none.
	 */
	@Nullable Frame lastMessage() {
		if (this.partial != null && !this.partial.isAck()) {
			return this.partial;
		}
		for (var frames = this.frames.descendingIterator(); frames.hasNext();) {
			Frame frame = frames.next();
			if (!frame.isAck()) {
				return frame;
			}
		}
		return null;
	}

	/**
	 * Fill the buffer with the frames that may be sent now.
	 */
	void fill(OutboundQueue queue) {
		this.bytes.clear();
		Frame frame = this.partial;
		this.startsWithTail = frame != null;
		if (frame == null) {
			frame = queue.next(this);
		}
		while (frame != null) {
			if (!frame.copyTo(this.bytes)) {
				break;
			}
			frame.end = this.bytes.position();
			this.frames.add(frame);
			frame = this.bytes.hasRemaining() ? queue.next(this) : null;
		}
		this.partial = frame;
		this.bytes.flip();
	}

	/**
	 * Return whether the buffer begins with a whole frame, since descriptors travel with
	 * the first byte.
	 */
	boolean startsWithFrame() {
		return !this.startsWithTail;
	}

	/**
	 * Return whether the buffer is empty.
	 */
	boolean startsHere() {
		return this.bytes.position() == 0;
	}

	Write write(int[] descriptors) {
		return new Write(this.bytes, this.bytes.position(), this.bytes.limit(), descriptors);
	}

	void written(int count, CompletingLock lock) {
		int position = this.bytes.position() + count;
		this.bytes.position(position);
		for (Frame frame = this.frames.peek(); frame != null && frame.end <= position; frame = this.frames.peek()) {
			this.frames.poll();
			frame.written(lock);
		}
	}

	/**
	 * Remove the last frame, after a write that took no byte; {@code null} if none is
	 * left.
	 */
	@Nullable Frame takeLast() {
		this.bytes.limit(0);
		Frame last = this.partial;
		this.partial = null;
		return (last != null) ? last : this.frames.pollLast();
	}

	/**
	 * Empty the buffer for good.
	 */
	List<Frame> abandon() {
		List<Frame> abandoned = new ArrayList<>(this.frames);
		if (this.partial != null) {
			abandoned.add(this.partial);
		}
		this.bytes.limit(0);
		this.frames.clear();
		this.partial = null;
		return abandoned;
	}

	/**
	 * One write, independent of later changes of the buffer.
	 *
	 * @param from the position of the first byte
	 * @param to the position after the last byte
	 * @param descriptors the descriptors that travel with the first byte
	 */
	record Write(ByteBuffer bytes, int from, int to, int[] descriptors) {

		int to(UnixStream stream) throws IOException {
			return (this.descriptors.length > 0) ? stream.write(this.bytes, this.from, this.to, this.descriptors)
					: stream.write(this.bytes, this.from, this.to);
		}

	}

}
