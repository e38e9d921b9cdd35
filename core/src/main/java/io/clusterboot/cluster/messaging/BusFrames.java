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
package io.clusterboot.cluster.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The form of messages on the channel. A worker names the destination, the master names
 * the sender; the number of a question is of the process that asks.
 */
final class BusFrames {

	static final String TELL = "tell";

	static final String ASK = "ask";

	static final String ANSWER = "answer";

	static final String ANSWERS = "answers";

	private static final String FAILURE = "failure";

	private static final String HOST = "host";

	private BusFrames() {
	}

	static ObjectNode tell(Destination destination, String topic, JsonNode body) {
		return message(TELL, topic, body).put("to", destination.toString());
	}

	static ObjectNode ask(Destination destination, String topic, JsonNode body, long number, Duration timeout) {
		return message(ASK, topic, body).put("to", destination.toString())
			.put("number", number)
			.put("timeout", timeout.toMillis());
	}

	static ObjectNode told(BusMessage message) {
		ObjectNode frame = message(TELL, message.topic(), message.body()).put("from", message.sender());
		return (message.host() != null) ? frame.put(HOST, message.host()) : frame;
	}

	static ObjectNode asked(int sender, String topic, JsonNode body, long number) {
		return message(ASK, topic, body).put("from", sender).put("number", number);
	}

	private static ObjectNode message(String kind, String topic, JsonNode body) {
		ObjectNode frame = JsonNodeFactory.instance.objectNode().put("kind", kind).put("topic", topic);
		frame.set("body", body);
		return frame;
	}

	/**
	 * Write the reply of this process.
	 */
	static ObjectNode answer(long number, MessageReply reply) {
		return content(reply).put("kind", ANSWER).put("number", number);
	}

	/**
	 * Write all replies to a question.
	 */
	static ObjectNode answers(long number, List<MessageReply> replies) {
		ObjectNode frame = JsonNodeFactory.instance.objectNode().put("kind", ANSWERS).put("number", number);
		ArrayNode array = frame.putArray("replies");
		replies.forEach((reply) -> array.add(content(reply).put("worker", reply.worker()).put("slot", reply.slot())));
		return frame;
	}

	private static ObjectNode content(MessageReply reply) {
		ObjectNode frame = JsonNodeFactory.instance.objectNode();
		if (reply.failure() != null) {
			frame.put(FAILURE, reply.failure());
		}
		else {
			frame.set("body", reply.body());
		}
		return frame;
	}

	static String kind(JsonNode frame) {
		return frame.path("kind").asString("");
	}

	static long number(JsonNode frame) {
		return frame.path("number").asLong(-1);
	}

	static Duration timeout(JsonNode frame) {
		return Duration.ofMillis(frame.path("timeout").asLong(0));
	}

	/**
	 * Read the destination that a worker names.
	 * @throws IllegalArgumentException if there is none
	 */
	static Destination destination(JsonNode frame) {
		return Destination.parse(frame.path("to").asString(""));
	}

	/**
	 * Read a message that the master passes on.
	 */
	static BusMessage received(JsonNode frame) {
		BusMessage message = received(frame, frame.path("from").asInt(BusMessage.MASTER));
		JsonNode host = frame.path(HOST);
		return host.isString() ? new BusMessage(message.topic(), message.sender(), host.stringValue(), message.body())
				: message;
	}

	static BusMessage received(JsonNode frame, int sender) {
		return new BusMessage(frame.path("topic").asString(""), sender, frame.path("body"));
	}

	/**
	 * Read the reply of a worker.
	 */
	static MessageReply reply(JsonNode frame, int worker, int slot) {
		JsonNode failure = frame.path(FAILURE);
		return failure.isString() ? MessageReply.failed(worker, slot, failure.stringValue())
				: MessageReply.of(worker, slot, frame.path("body"));
	}

	/**
	 * Read all replies to a question.
	 */
	static List<MessageReply> replies(JsonNode frame) {
		List<MessageReply> replies = new ArrayList<>();
		frame.path("replies")
			.forEach((reply) -> replies
				.add(reply(reply, reply.path("worker").asInt(BusMessage.MASTER), reply.path("slot").asInt(-1))));
		return replies;
	}

}
