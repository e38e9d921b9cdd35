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

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads the JSON that most messages consist of: compact, with plain text, whole numbers
 * and few levels. Anything else, correct or not, it leaves to Jackson, whose result it
 * equals. Used by one thread.
 */
final class PlainJsonReader {

	private static final int MAX_DEPTH = 32;

	private static final int MAX_NAME_LENGTH = 64;

	/**
	 * The number of digits that a {@code long} always holds.
	 */
	private static final int MAX_DIGITS = 18;

	private static final JsonNodeFactory nodes = JsonNodeFactory.instance;

	/**
	 * Names are few and come again; each has one place.
	 */
	private final String[] names = new String[256];

	private byte[] bytes = {};

	private int index;

	private int end;

	/**
	 * Read a value.
	 * @return the value, or {@code null} if Jackson has to read it
	 */
	@Nullable JsonNode read(byte[] bytes, int offset, int length) {
		this.bytes = bytes;
		this.index = offset;
		this.end = offset + length;
		JsonNode value = value(MAX_DEPTH);
		return (this.index == this.end) ? value : null;
	}

	private @Nullable JsonNode value(int depth) {
		return switch (peek()) {
			case '{' -> object(depth);
			case '[' -> array(depth);
			case '"' -> string();
			case 't' -> literal("true", nodes.booleanNode(true));
			case 'f' -> literal("false", nodes.booleanNode(false));
			case 'n' -> literal("null", nodes.nullNode());
			default -> number();
		};
	}

	private @Nullable JsonNode object(int depth) {
		ObjectNode object = nodes.objectNode();
		this.index++;
		if (takes('}')) {
			return object;
		}
		do {
			String name = name();
			JsonNode value = (name != null && depth > 0) ? value(depth - 1) : null;
			if (value == null) {
				return null;
			}
			object.set(name, value);
		}
		while (takes(','));
		return takes('}') ? object : null;
	}

	private @Nullable JsonNode array(int depth) {
		ArrayNode array = nodes.arrayNode();
		this.index++;
		if (takes(']')) {
			return array;
		}
		do {
			JsonNode value = (depth > 0) ? value(depth - 1) : null;
			if (value == null) {
				return null;
			}
			array.add(value);
		}
		while (takes(','));
		return takes(']') ? array : null;
	}

	private @Nullable JsonNode string() {
		int start = ++this.index;
		this.index = PlainText.end(this.bytes, start, this.end);
		int length = this.index - start;
		return takes('"') ? nodes.stringNode(PlainText.decode(this.bytes, start, length)) : null;
	}

	private @Nullable String name() {
		if (!takes('"')) {
			return null;
		}
		int start = this.index;
		this.index = PlainText.end(this.bytes, start, this.end);
		int length = this.index - start;
		return (length <= MAX_NAME_LENGTH && takes('"') && takes(':')) ? name(start, length) : null;
	}

	private String name(int start, int length) {
		int hash = length;
		for (int i = start; i < start + length; i++) {
			hash = 31 * hash + this.bytes[i];
		}
		int place = (hash ^ hash >>> 8) & (this.names.length - 1);
		String known = this.names[place];
		if (known == null || !isAt(known, start, length)) {
			known = PlainText.decode(this.bytes, start, length);
			this.names[place] = known;
		}
		return known;
	}

	private boolean isAt(String text, int start, int length) {
		if (text.length() != length) {
			return false;
		}
		for (int i = 0; i < length; i++) {
			if (text.charAt(i) != this.bytes[start + i]) {
				return false;
			}
		}
		return true;
	}

	private @Nullable JsonNode literal(String text, JsonNode value) {
		if (this.end - this.index < text.length() || !isAt(text, this.index, text.length())) {
			return null;
		}
		this.index += text.length();
		return value;
	}

	private @Nullable JsonNode number() {
		boolean negative = takes('-');
		int start = this.index;
		long value = 0;
		for (int digit = peek() - '0'; digit >= 0 && digit <= 9; digit = peek() - '0') {
			value = value * 10 + digit;
			this.index++;
		}
		int length = this.index - start;
		boolean zero = length == 1 && value == 0 && !negative;
		if (length == 0 || length > MAX_DIGITS || (this.bytes[start] == '0' && !zero)) {
			return null;
		}
		long signed = negative ? -value : value;
		return (signed == (int) signed) ? nodes.numberNode((int) signed) : nodes.numberNode(signed);
	}

	private int peek() {
		return (this.index < this.end) ? this.bytes[this.index] : -1;
	}

	private boolean takes(char expected) {
		boolean found = peek() == expected;
		if (found) {
			this.index++;
		}
		return found;
	}

}
