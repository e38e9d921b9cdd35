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

import java.util.Arrays;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Writes the trees that {@link PlainJsonReader} reads, as Jackson would, and leaves all
 * others to Jackson. Writes one frame.
 */
final class PlainJsonWriter {

	private static final int MAX_DEPTH = 32;

	private static final int INITIAL_CAPACITY = 256;

	/**
	 * The length up to which a text is copied byte by byte.
	 */
	private static final int SHORT_TEXT = 32;

	private final int maxSize;

	private byte[] bytes = new byte[INITIAL_CAPACITY];

	private int size;

	private PlainJsonWriter(int maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * Return the frame of a message.
	 * @param maxSize the largest number of bytes without the newline
	 * @return the frame, or {@code null} if Jackson has to write it
	 */
	static byte @Nullable [] frame(JsonNode message, int maxSize) {
		PlainJsonWriter writer = new PlainJsonWriter(maxSize);
		if (!writer.value(message, MAX_DEPTH) || writer.size > maxSize) {
			return null;
		}
		writer.add(Newline.BYTE);
		return Arrays.copyOf(writer.bytes, writer.size);
	}

	private boolean value(JsonNode value, int depth) {
		if (this.size > this.maxSize) {
			return false;
		}
		Class<?> type = value.getClass();
		if (type == StringNode.class) {
			return string(value.stringValue());
		}
		if (type == ObjectNode.class) {
			return depth > 0 && object((ObjectNode) value, depth - 1);
		}
		if (type == ArrayNode.class) {
			return depth > 0 && array((ArrayNode) value, depth - 1);
		}
		if (type == IntNode.class || type == LongNode.class) {
			return text(Long.toString(value.longValue()));
		}
		if (value.isBoolean()) {
			return text(value.booleanValue() ? "true" : "false");
		}
		return value.isNull() && text("null");
	}

	private boolean object(ObjectNode object, int depth) {
		byte before = '{';
		for (Map.Entry<String, JsonNode> property : object.properties()) {
			add(before);
			before = ',';
			if (!string(property.getKey())) {
				return false;
			}
			add((byte) ':');
			if (!value(property.getValue(), depth)) {
				return false;
			}
		}
		if (before == '{') {
			add(before);
		}
		add((byte) '}');
		return true;
	}

	private boolean array(ArrayNode array, int depth) {
		byte before = '[';
		for (JsonNode value : array) {
			add(before);
			before = ',';
			if (!value(value, depth)) {
				return false;
			}
		}
		if (before == '[') {
			add(before);
		}
		add((byte) ']');
		return true;
	}

	private boolean string(String text) {
		if (text.length() > this.maxSize - this.size) {
			return false;
		}
		add((byte) '"');
		boolean plain = (text.length() <= SHORT_TEXT) ? text(text) : longText(text);
		add((byte) '"');
		return plain;
	}

	private boolean text(String text) {
		ensureRoom(text.length());
		for (int i = 0; i < text.length(); i++) {
			char value = text.charAt(i);
			if (value >= 128 || !PlainText.isPlain((byte) value)) {
				return false;
			}
			this.bytes[this.size++] = (byte) value;
		}
		return true;
	}

	private boolean longText(String text) {
		byte[] plain = PlainText.bytes(text);
		if (plain == null) {
			return false;
		}
		ensureRoom(plain.length);
		System.arraycopy(plain, 0, this.bytes, this.size, plain.length);
		this.size += plain.length;
		return true;
	}

	private void add(byte value) {
		ensureRoom(1);
		this.bytes[this.size++] = value;
	}

	private void ensureRoom(int length) {
		int needed = this.size + length;
		if (needed > this.bytes.length) {
			this.bytes = Arrays.copyOf(this.bytes, Math.max(needed, needed + needed / 2));
		}
	}

}
