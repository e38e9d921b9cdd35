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
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Reads what a {@link BinaryWriter} wrote. What nobody can have written fails with
 * {@link IllegalArgumentException} or {@link BufferUnderflowException}.
 */
final class BinaryReader {

	private static final int BUFFER_SIZE = 8192;

	/**
	 * Largest size, for what claims to be of any length.
	 */
	private static final int MAX_SIZE = 256 * 1024 * 1024;

	private final ByteBuffer in;

	private final List<String> texts = new ArrayList<>();

	/**
	 * Create a new instance.
	 * @param compressed the bytes that were written
	 */
	BinaryReader(byte[] compressed) {
		this.in = ByteBuffer.wrap(inflate(compressed));
	}

	private static byte[] inflate(byte[] compressed) {
		Inflater inflater = new Inflater();
		try {
			inflater.setInput(compressed);
			ByteArrayOutputStream plain = new ByteArrayOutputStream(compressed.length * 4);
			byte[] buffer = new byte[BUFFER_SIZE];
			while (!inflater.finished()) {
				int count = inflater.inflate(buffer);
				if ((count == 0 && (inflater.needsInput() || inflater.needsDictionary())) || plain.size() > MAX_SIZE) {
					throw new IllegalArgumentException("Truncated or too large");
				}
				plain.write(buffer, 0, count);
			}
			return plain.toByteArray();
		}
		catch (DataFormatException ex) {
			throw new IllegalArgumentException("Not compressed as expected", ex);
		}
		finally {
			inflater.end();
		}
	}

	long number() {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte next = this.in.get();
			value |= (next & 0x7FL) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("A number has more than 64 bits");
	}

	/**
	 * Read how many of something follow, each of which has a byte at least.
	 */
	int size() {
		long size = number();
		if (size < 0 || size > this.in.remaining()) {
			throw new IllegalArgumentException("size: %d (expected: 0..%d)".formatted(size, this.in.remaining()));
		}
		return (int) size;
	}

	long signed() {
		long value = number();
		return (value >>> 1) ^ -(value & 1);
	}

	double decimal() {
		return this.in.getDouble();
	}

	boolean flag() {
		return this.in.get() != 0;
	}

	@Nullable String optionalText() {
		long kind = number();
		if (kind == 0) {
			return null;
		}
		if (kind > 1) {
			return this.texts.get((int) (kind - 2));
		}
		byte[] bytes = new byte[size()];
		this.in.get(bytes);
		String text = new String(bytes, StandardCharsets.UTF_8);
		this.texts.add(text);
		return text;
	}

	String text() {
		String text = optionalText();
		if (text == null) {
			throw new IllegalArgumentException("A text is missing");
		}
		return text;
	}

}
