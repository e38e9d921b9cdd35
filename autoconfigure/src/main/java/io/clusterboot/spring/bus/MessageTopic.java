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

package io.clusterboot.spring.bus;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of the application's messages on the bus: the topic has their name.
 */
final class MessageTopic {

	/**
	 * What all topics begin with.
	 */
	static final String ALL = "application:";

	private static final String PAYLOAD = "payload";

	private static final String ASKED = "asked";

	private static final String BROADCAST = "broadcast";

	private MessageTopic() {
	}

	static String of(String name) {
		return ALL + name;
	}

	static String nameIn(String topic) {
		return topic.substring(ALL.length());
	}

	static ObjectNode told(Object message) {
		ObjectNode body = JsonNodeFactory.instance.objectNode();
		body.set(PAYLOAD, MessageJson.write(message));
		return body;
	}

	static ObjectNode asked(Object message) {
		return told(message).put(ASKED, true);
	}

	/**
	 * Write a message that is for the processes of all hosts.
	 */
	static ObjectNode broadcast(Object message) {
		return told(message).put(BROADCAST, true);
	}

	static boolean isBroadcast(JsonNode body) {
		return body.path(BROADCAST).asBoolean(false);
	}

	static boolean isAsked(JsonNode body) {
		return body.path(ASKED).asBoolean(false);
	}

	static JsonNode payload(JsonNode body) {
		return body.path(PAYLOAD);
	}

}
