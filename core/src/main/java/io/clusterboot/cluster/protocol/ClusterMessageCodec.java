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

package io.clusterboot.cluster.protocol;

import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.Unknown;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns {@link ClusterMessage}s into Node's {@code NODE_CLUSTER} frames and back. It
 * holds no state and may be used from any thread.
 */
public final class ClusterMessageCodec {

	private static final String COMMAND = "NODE_CLUSTER";

	private ClusterMessageCodec() {
	}

	/**
	 * Return whether a frame belongs to this protocol.
	 * @param frame any internal message
	 * @return whether {@link #decode(JsonNode)} reads it
	 */
	public static boolean isClusterFrame(JsonNode frame) {
		return COMMAND.equals(frame.path("cmd").asString(""));
	}

	/**
	 * Return the frame for a message.
	 * @param envelope the message
	 * @return the frame
	 */
	public static ObjectNode encode(Envelope envelope) {
		ObjectNode frame = JsonNodeFactory.instance.objectNode();
		frame.put("cmd", COMMAND);
		MessageWriter.write(envelope.message(), frame);
		if (envelope.acknowledges() != null) {
			frame.put("ack", envelope.acknowledges());
		}
		frame.put("seq", envelope.sequence());
		return frame;
	}

	/**
	 * Return the message in a frame.
	 * @param frame a frame for which {@link #isClusterFrame(JsonNode)} holds
	 * @return the message; {@link Unknown} if it is not part of this protocol or lacks a
	 * required member
	 */
	public static Envelope decode(JsonNode frame) {
		JsonNode ack = frame.path("ack");
		Integer acknowledges = ack.isInt() ? ack.intValue() : null;
		return new Envelope(frame.path("seq").asInt(-1), acknowledges, MessageReader.read(frame, acknowledges));
	}

}
