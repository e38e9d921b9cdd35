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

package io.clusterboot.spring.metrics;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.Deflater;

import org.jspecify.annotations.Nullable;

/**
 * Writes values in few bytes: small numbers are short, a text is written once, and all of
 * it is compressed, as names and labels resemble each other.
 */
final class BinaryWriter {

	private static final int BUFFER_SIZE = 8192;

	private final ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER_SIZE);

	private final Map<String, Integer> texts = new HashMap<>();

	/**
	 * Write a number, which is short if it is small and not negative.
	 */
	BinaryWriter number(long value) {
		long rest = value;
		while ((rest & ~0x7FL) != 0) {
			this.out.write((int) ((rest & 0x7F) | 0x80));
			rest >>>= 7;
		}
		this.out.write((int) rest);
		return this;
	}

	/**
	 * Write a number, which is short if it is near 0.
	 */
	BinaryWriter signed(long value) {
		return number((value << 1) ^ (value >> 63));
	}

	BinaryWriter decimal(double value) {
		long bits = Double.doubleToRawLongBits(value);
		for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			this.out.write((int) (bits >>> shift));
		}
		return this;
	}

	BinaryWriter flag(boolean value) {
		this.out.write(value ? 1 : 0);
		return this;
	}

	BinaryWriter text(@Nullable String text) {
		if (text == null) {
			return number(0);
		}
		Integer known = this.texts.putIfAbsent(text, this.texts.size());
		if (known != null) {
			return number(2L + known);
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		number(1).number(bytes.length);
		this.out.writeBytes(bytes);
		return this;
	}

	/**
	 * Return what was written, compressed.
	 */
	byte[] toBytes() {
		byte[] plain = this.out.toByteArray();
		Deflater deflater = new Deflater(Deflater.BEST_SPEED);
		try {
			deflater.setInput(plain);
			deflater.finish();
			ByteArrayOutputStream compressed = new ByteArrayOutputStream(plain.length / 4 + BUFFER_SIZE);
			byte[] buffer = new byte[BUFFER_SIZE];
			while (!deflater.finished()) {
				compressed.write(buffer, 0, deflater.deflate(buffer));
			}
			return compressed.toByteArray();
		}
		finally {
			deflater.end();
		}
	}

}
