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

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Finds the byte that ends a frame, eight bytes at a time.
 */
final class Newline {

	static final byte BYTE = '\n';

	private static final VarHandle words = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

	private static final long ONES = 0x0101010101010101L;

	private static final long HIGH_BITS = 0x8080808080808080L;

	private static final long NEWLINES = ONES * BYTE;

	private Newline() {
	}

	/**
	 * Find the first newline.
	 * @return its index, or -1
	 */
	static int indexOf(byte[] bytes, int from, int to) {
		int index = from;
		for (; index <= to - Long.BYTES; index += Long.BYTES) {
			long word = (long) words.get(bytes, index) ^ NEWLINES;
			long match = (word - ONES) & ~word & HIGH_BITS;
			if (match != 0) {
				return index + (Long.numberOfTrailingZeros(match) >>> 3);
			}
		}
		for (; index < to; index++) {
			if (bytes[index] == BYTE) {
				return index;
			}
		}
		return -1;
	}

}
