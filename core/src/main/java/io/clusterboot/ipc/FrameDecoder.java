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

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts the input into lines of a limited length. A longer line is skipped, and its bytes
 * are not kept.
 */
final class FrameDecoder {

	private static final int INITIAL_CAPACITY = 128 * 1024;

	private static final int KEPT_CAPACITY = 1024 * 1024;

	private final int maxSize;

	private byte[] buffer = new byte[INITIAL_CAPACITY];

	private int start;

	private int scanned;

	private int end;

	private boolean skipping;

	private int lineStart;

	private int lineLength;

	FrameDecoder(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Add bytes from the beginning of a buffer.
	 */
	void append(ByteBuffer source, int count) {
		if (this.buffer.length - this.end < count) {
			makeRoom(count);
		}
		source.get(0, this.buffer, this.end, count);
		this.end += count;
	}

	private void makeRoom(int count) {
		int kept = this.end - this.start;
		byte[] target = this.buffer;
		if (target.length - kept < count) {
			target = new byte[Math.max(kept + count, target.length * 2)];
		}
		else if (kept == 0 && target.length > KEPT_CAPACITY) {
			target = new byte[INITIAL_CAPACITY];
		}
		System.arraycopy(this.buffer, this.start, target, 0, kept);
		this.buffer = target;
		this.scanned -= this.start;
		this.end = kept;
		this.start = 0;
	}

	/**
	 * Find the next line. A complete one lies in {@link #buffer()}.
	 */
	Next next() {
		int newline = Newline.indexOf(this.buffer, this.scanned, this.end);
		if (newline < 0) {
			this.scanned = this.end;
			if (this.skipping || this.end - this.start > this.maxSize) {
				this.skipping = true;
				clear();
			}
			else if (this.start == this.end) {
				clear();
			}
			return Next.NOTHING;
		}
		this.lineStart = this.start;
		this.lineLength = newline - this.start;
		this.start = newline + 1;
		this.scanned = this.start;
		if (this.skipping || this.lineLength > this.maxSize) {
			this.skipping = false;
			return Next.OVERSIZED_LINE;
		}
		return Next.LINE;
	}

	private void clear() {
		this.start = 0;
		this.scanned = 0;
		this.end = 0;
		if (this.buffer.length > KEPT_CAPACITY) {
			this.buffer = Arrays.copyOf(this.buffer, INITIAL_CAPACITY);
		}
	}

	/**
	 * Return whether only a part of a line has arrived.
	 */
	boolean hasPartialLine() {
		return this.skipping || this.start != this.end;
	}

	byte[] buffer() {
		return this.buffer;
	}

	int lineStart() {
		return this.lineStart;
	}

	int lineLength() {
		return this.lineLength;
	}

	/**
	 * The result of the search for a line.
	 */
	enum Next {

		/**
		 * No complete line.
		 */
		NOTHING,

		/**
		 * A line, without its newline.
		 */
		LINE,

		/**
		 * The end of a line that was too long.
		 */
		OVERSIZED_LINE

	}

}
