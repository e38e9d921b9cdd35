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

package io.clusterboot.spring.warmup;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the status of a response from its header block: the first field, in the form of
 * HPACK (RFC 7541) without a dynamic table.
 */
final class StatusField {

	/**
	 * The statuses in the static table, from {@link #FIRST} on.
	 */
	private static final int[] STATUSES = { 200, 204, 206, 304, 400, 404, 500 };

	private static final int FIRST = 8;

	private static final int INDEXED = 0x80;

	private static final int INCREMENTAL = 0x40;

	private static final int INCREMENTAL_INDEX = 0x3f;

	private static final int TABLE_SIZE = 0x20;

	private static final int LITERAL_INDEX = 0x0f;

	private static final int HUFFMAN = 0x80;

	private static final int LENGTH = 0x7f;

	/**
	 * The Huffman codes of 0 to 2 have 5 bits, and are their values.
	 */
	private static final int SHORT_CODE = 5;

	private static final int LONGEST_SHORT_DIGIT = 2;

	/**
	 * The Huffman codes of 3 to 9 have 6 bits, and are their values and this.
	 */
	private static final int LONG_CODE_OFFSET = 0b011001 - 3;

	private StatusField() {
	}

	static int in(byte[] block) throws IOException {
		try {
			return status(ByteBuffer.wrap(block));
		}
		catch (BufferUnderflowException | NumberFormatException ex) {
			throw new IOException("The header block has no status", ex);
		}
	}

	private static int status(ByteBuffer block) throws IOException {
		int first = block.get() & 0xff;
		while ((first & (INDEXED | INCREMENTAL | TABLE_SIZE)) == TABLE_SIZE) {
			first = block.get() & 0xff;
		}
		if ((first & INDEXED) != 0) {
			return STATUSES[checked((first & ~INDEXED), first) - FIRST];
		}
		int index = ((first & INCREMENTAL) != 0) ? first & INCREMENTAL_INDEX : first & LITERAL_INDEX;
		if (index == 0) {
			string(block);
		}
		else {
			checked(index, first);
		}
		return Integer.parseInt(string(block));
	}

	private static int checked(int index, int first) throws IOException {
		if (index < FIRST || index >= FIRST + STATUSES.length) {
			throw new IOException("header field 0x%02x (expected: the status)".formatted(first));
		}
		return index;
	}

	private static String string(ByteBuffer block) {
		int length = block.get() & 0xff;
		byte[] bytes = new byte[length & LENGTH];
		block.get(bytes);
		return ((length & HUFFMAN) != 0) ? digits(bytes) : new String(bytes, StandardCharsets.US_ASCII);
	}

	/**
	 * Decode a Huffman code of digits. What is left over is padding.
	 */
	private static String digits(byte[] code) {
		StringBuilder digits = new StringBuilder();
		int bits = 0;
		int value = 0;
		for (byte next : code) {
			for (int bit = 7; bit >= 0; bit--) {
				value = value << 1 | next >> bit & 1;
				bits++;
				if (bits == SHORT_CODE && value <= LONGEST_SHORT_DIGIT) {
					digits.append(value);
					bits = 0;
					value = 0;
				}
				else if (bits > SHORT_CODE && value >= LONG_CODE_OFFSET + 3 && value <= LONG_CODE_OFFSET + 9) {
					digits.append(value - LONG_CODE_OFFSET);
					bits = 0;
					value = 0;
				}
			}
		}
		return digits.toString();
	}

}
