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

package io.clusterboot.spring.cache;

import java.util.Optional;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.cache.interceptor.SimpleKey;

/**
 * The key of a cache entry as JSON: its type and its value. Only simple types have one,
 * as no class is ever named by a message.
 */
final class EvictedKey {

	private static final String TYPE = "type";

	private static final String VALUE = "value";

	private EvictedKey() {
	}

	/**
	 * Write a key.
	 * @return the JSON, empty if the key has a type that does not travel
	 */
	static Optional<ObjectNode> write(Object key) {
		ObjectNode json = JsonNodeFactory.instance.objectNode();
		if (key instanceof String text) {
			return Optional.of(json.put(TYPE, "string").put(VALUE, text));
		}
		if (key instanceof Integer number) {
			return Optional.of(json.put(TYPE, "int").put(VALUE, number));
		}
		if (key instanceof Long number) {
			return Optional.of(json.put(TYPE, "long").put(VALUE, number));
		}
		if (key instanceof Boolean flag) {
			return Optional.of(json.put(TYPE, "boolean").put(VALUE, flag));
		}
		if (key instanceof UUID uuid) {
			return Optional.of(json.put(TYPE, "uuid").put(VALUE, uuid.toString()));
		}
		return (key == SimpleKey.EMPTY) ? Optional.of(json.put(TYPE, "empty")) : Optional.empty();
	}

	/**
	 * Read a key.
	 * @return the key, empty if its type is not known, as that of a newer version
	 */
	static Optional<Object> read(JsonNode json) {
		JsonNode value = json.path(VALUE);
		return switch (json.path(TYPE).asString("")) {
			case "string" -> Optional.of(value.asString());
			case "int" -> Optional.of(value.asInt());
			case "long" -> Optional.of(value.asLong());
			case "boolean" -> Optional.of(value.asBoolean());
			case "uuid" -> Optional.of(UUID.fromString(value.asString()));
			case "empty" -> Optional.of(SimpleKey.EMPTY);
			default -> Optional.empty();
		};
	}

}
