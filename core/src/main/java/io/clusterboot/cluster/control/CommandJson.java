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

package io.clusterboot.cluster.control;

import java.io.StringWriter;
import java.util.Map;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON of a command as trees, with the parser and the generator of Jackson alone: a
 * command runs once, and its time is that of the classes it loads, of which a mapper has
 * hundreds.
 */
final class CommandJson {

	private static final JsonFactory FACTORY = new JsonFactory();

	private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

	private CommandJson() {
	}

	/**
	 * Read a tree.
	 * @param text a JSON value
	 * @return the tree
	 * @throws tools.jackson.core.JacksonException if it is none
	 */
	static JsonNode read(String text) {
		try (JsonParser parser = FACTORY.createParser(ObjectReadContext.empty(), text)) {
			parser.nextToken();
			return node(parser);
		}
	}

	private static JsonNode node(JsonParser parser) {
		JsonToken token = parser.currentToken();
		if (token == JsonToken.START_OBJECT) {
			return object(parser);
		}
		if (token == JsonToken.START_ARRAY) {
			return array(parser);
		}
		if (token == JsonToken.VALUE_STRING) {
			return NODES.stringNode(parser.getString());
		}
		if (token == JsonToken.VALUE_NUMBER_INT) {
			return integer(parser);
		}
		if (token == JsonToken.VALUE_NUMBER_FLOAT) {
			return NODES.numberNode(parser.getDoubleValue());
		}
		return (token == JsonToken.VALUE_NULL) ? NODES.nullNode() : NODES.booleanNode(parser.getBooleanValue());
	}

	private static JsonNode object(JsonParser parser) {
		ObjectNode object = NODES.objectNode();
		while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
			String name = parser.currentName();
			parser.nextToken();
			object.set(name, node(parser));
		}
		return object;
	}

	private static JsonNode array(JsonParser parser) {
		ArrayNode array = NODES.arrayNode();
		while (parser.nextToken() != JsonToken.END_ARRAY) {
			array.add(node(parser));
		}
		return array;
	}

	private static JsonNode integer(JsonParser parser) {
		return switch (parser.getNumberType()) {
			case INT -> NODES.numberNode(parser.getIntValue());
			case LONG -> NODES.numberNode(parser.getLongValue());
			default -> NODES.numberNode(parser.getBigIntegerValue());
		};
	}

	/**
	 * Write a request.
	 * @param request an object of texts and whole numbers
	 * @return the text, on one line
	 */
	static String write(ObjectNode request) {
		StringWriter text = new StringWriter();
		try (JsonGenerator generator = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
			generator.writeStartObject();
			for (Map.Entry<String, JsonNode> property : request.properties()) {
				generator.writeName(property.getKey());
				if (property.getValue().isIntegralNumber()) {
					generator.writeNumber(property.getValue().longValue());
				}
				else {
					generator.writeString(property.getValue().stringValue());
				}
			}
			generator.writeEndObject();
		}
		return text.toString();
	}

}
