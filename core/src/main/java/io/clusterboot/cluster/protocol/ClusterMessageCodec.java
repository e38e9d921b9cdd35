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

import io.clusterboot.cluster.protocol.ClusterMessage.Acknowledged;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.ExitedAfterDisconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.Online;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.Readiness;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ClusterMessage.Unknown;
import org.jspecify.annotations.Nullable;
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
	 * @return {@code true} if {@link #decode(JsonNode)} is the one to read it
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
		ClusterMessage message = envelope.message();
		if (message instanceof Online) {
			frame.put("act", "online");
		}
		else if (message instanceof QueryServer query) {
			frame.put("act", "queryServer");
			putServer(frame, query.server());
			frame.put("backlog", query.backlog());
		}
		else if (message instanceof Listening listening) {
			frame.put("act", "listening");
			putServer(frame, listening.server());
		}
		else if (message instanceof ServerReply reply) {
			frame.put("errno", reply.errno());
			frame.put("key", reply.key());
			frame.putNull("data");
		}
		else if (message instanceof Readiness readiness) {
			frame.put("act", "readiness");
			frame.put("ready", readiness.ready());
		}
		else if (message instanceof Close close) {
			frame.put("act", "close");
			frame.put("key", close.key());
		}
		else if (message instanceof Disconnect) {
			frame.put("act", "disconnect");
		}
		else if (message instanceof ExitedAfterDisconnect) {
			frame.put("act", "exitedAfterDisconnect");
		}
		else if (message instanceof Unknown unknown) {
			throw new IllegalArgumentException(
					"act: %s (expected: a message of the cluster protocol)".formatted(unknown.act()));
		}
		if (envelope.acknowledges() != null) {
			frame.put("ack", envelope.acknowledges());
		}
		frame.put("seq", envelope.sequence());
		return frame;
	}

	/**
	 * Return the message in a frame.
	 * @param frame a frame for which {@link #isClusterFrame(JsonNode)} holds
	 * @return the message, {@link Unknown} when it is not one of ours or lacks what it
	 * needs
	 */
	public static Envelope decode(JsonNode frame) {
		JsonNode ack = frame.path("ack");
		Integer acknowledges = ack.isInt() ? ack.intValue() : null;
		return new Envelope(frame.path("seq").asInt(-1), acknowledges, message(frame, acknowledges));
	}

	private static ClusterMessage message(JsonNode frame, @Nullable Integer acknowledges) {
		JsonNode act = frame.path("act");
		if (!act.isString()) {
			return (acknowledges != null) ? answer(frame) : new Unknown(null);
		}
		String name = act.stringValue();
		return switch (name) {
			case "online" -> new Online();
			case "queryServer" -> hasServer(frame)
					? new QueryServer(server(frame), Math.max(0, frame.path("backlog").asInt(0))) : new Unknown(name);
			case "listening" -> hasServer(frame) ? new Listening(server(frame)) : new Unknown(name);
			case "readiness" ->
				frame.path("ready").isBoolean() ? new Readiness(frame.path("ready").booleanValue()) : new Unknown(name);
			case "close" -> new Close(frame.path("key").asString(""));
			case "disconnect" -> new Disconnect();
			case "exitedAfterDisconnect" -> new ExitedAfterDisconnect();
			default -> new Unknown(name);
		};
	}

	private static ClusterMessage answer(JsonNode frame) {
		return frame.has("key") ? new ServerReply(frame.path("errno").asInt(0), frame.path("key").asString(""))
				: new Acknowledged();
	}

	private static void putServer(ObjectNode frame, ServerAddress server) {
		frame.put("index", server.index());
		frame.putNull("data");
		if (server.address() != null) {
			frame.put("address", server.address());
		}
		else {
			frame.putNull("address");
		}
		frame.put("port", server.port());
		frame.put("addressType", server.addressType());
	}

	private static boolean hasServer(JsonNode frame) {
		JsonNode port = frame.path("port");
		JsonNode addressType = frame.path("addressType");
		return port.isInt() && port.intValue() >= 0 && port.intValue() <= 65535
				&& (addressType.asInt(0) == 4 || addressType.asInt(0) == 6);
	}

	private static ServerAddress server(JsonNode frame) {
		JsonNode address = frame.path("address");
		return new ServerAddress(address.isString() ? address.stringValue() : null, frame.path("port").intValue(),
				frame.path("addressType").intValue(), frame.path("index").asInt(0));
	}

}
