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

import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Optional;

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Acknowledged;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.ExitedAfterDisconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
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
		put(frame, envelope.message());
		if (envelope.acknowledges() != null) {
			frame.put("ack", envelope.acknowledges());
		}
		frame.put("seq", envelope.sequence());
		return frame;
	}

	private static void put(ObjectNode frame, ClusterMessage message) {
		if (message instanceof Online online) {
			frame.put("act", "online");
			frame.put("version", online.version());
		}
		else if (message instanceof QueryServer query) {
			frame.put("act", "queryServer");
			putServer(frame, query.server(), query.data());
			frame.put("flags", query.options().flags());
			frame.put("backlog", query.options().backlog());
			if (query.server().type() == AddressType.PATH) {
				frame.put("readableAll", query.options().openToAll());
				frame.put("writableAll", query.options().openToAll());
			}
		}
		else if (message instanceof Listening listening) {
			frame.put("act", "listening");
			putServer(frame, listening.server(), null);
		}
		else if (message instanceof ServerReply reply) {
			putReply(frame, reply);
		}
		else if (message instanceof NewConnection connection) {
			frame.put("act", "newconn");
			frame.put("key", connection.key());
			if (connection.offer() != NewConnection.UNCONDITIONAL) {
				frame.put("offer", connection.offer());
			}
		}
		else if (message instanceof Accepted accepted) {
			frame.put("accepted", accepted.accepted());
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
	}

	private static void putServer(ObjectNode frame, ServerAddress server, @Nullable JsonNode data) {
		frame.put("index", server.index());
		frame.set("data", orNull(data));
		frame.put("address", server.address());
		if (server.type() == AddressType.DESCRIPTOR) {
			frame.putNull("port");
		}
		else {
			frame.put("port", server.port());
		}
		frame.set("addressType", server.type().wire());
		if (server.descriptor() >= 0 || server.type().isUdp()) {
			frame.put("fd", server.descriptor());
		}
	}

	private static void putReply(ObjectNode frame, ServerReply reply) {
		InetSocketAddress handedOver = reply.handedOver();
		if (handedOver != null) {
			frame.putNull("errno");
		}
		else {
			frame.put("errno", reply.errno());
		}
		frame.put("key", reply.key());
		frame.set("data", orNull(reply.data()));
		if (handedOver != null) {
			ObjectNode name = frame.putObject("sockname");
			name.put("address", ServerAddress.text(handedOver.getAddress()));
			name.put("family", (handedOver.getAddress() instanceof Inet6Address) ? "IPv6" : "IPv4");
			name.put("port", handedOver.getPort());
		}
	}

	private static JsonNode orNull(@Nullable JsonNode data) {
		return (data != null) ? data : JsonNodeFactory.instance.nullNode();
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
			case "online" -> new Online(frame.path("version").asInt(0));
			case "queryServer" -> server(frame)
				.<ClusterMessage>map((server) -> new QueryServer(server, listenOptions(frame), data(frame)))
				.orElseGet(() -> new Unknown(name));
			case "listening" -> server(frame).<ClusterMessage>map(Listening::new).orElseGet(() -> new Unknown(name));
			case "newconn" -> new NewConnection(frame.path("key").asString(""),
					Math.max(NewConnection.UNCONDITIONAL, frame.path("offer").asLong(NewConnection.UNCONDITIONAL)));
			case "readiness" ->
				frame.path("ready").isBoolean() ? new Readiness(frame.path("ready").booleanValue()) : new Unknown(name);
			case "close" -> new Close(frame.path("key").asString(""));
			case "disconnect" -> new Disconnect();
			case "exitedAfterDisconnect" -> new ExitedAfterDisconnect();
			default -> new Unknown(name);
		};
	}

	private static ClusterMessage answer(JsonNode frame) {
		if (frame.path("accepted").isBoolean()) {
			return new Accepted(frame.path("accepted").booleanValue());
		}
		return frame.has("key") ? new ServerReply(frame.path("errno").asInt(0), frame.path("key").asString(""),
				data(frame), socketName(frame.path("sockname"))) : new Acknowledged();
	}

	private static @Nullable InetSocketAddress socketName(JsonNode name) {
		ServerAddress server = new ServerAddress(name.path("address").asString(""), name.path("port").asInt(0),
				AddressType.IPV4, 0);
		return name.isObject() ? server.toInetSocketAddress() : null;
	}

	private static @Nullable JsonNode data(JsonNode frame) {
		JsonNode data = frame.path("data");
		return (data.isMissingNode() || data.isNull()) ? null : data;
	}

	private static ListenOptions listenOptions(JsonNode frame) {
		return new ListenOptions(Math.max(0, frame.path("backlog").asInt(0)), frame.path("flags").asInt(0),
				frame.path("readableAll").asBoolean(false) && frame.path("writableAll").asBoolean(false));
	}

	private static Optional<ServerAddress> server(JsonNode frame) {
		JsonNode address = frame.path("address");
		String text = address.isString() ? address.stringValue() : null;
		int port = frame.path("port").asInt(-1);
		int descriptor = frame.path("fd").asInt(-1);
		int index = frame.path("index").asInt(0);
		// Node names the family of a UDP socket that it has by its number, too
		return AddressType.of(frame.path("addressType"))
			.map((type) -> (type.isUdp() && descriptor >= 0) ? AddressType.DESCRIPTOR : type)
			.filter((type) -> !type.hasPort() || (port >= 0 && port <= 65535))
			.filter((type) -> type != AddressType.PATH || text != null)
			.filter((type) -> type != AddressType.DESCRIPTOR || descriptor >= 0)
			.map((type) -> new ServerAddress(text, type.hasPort() ? port : -1, type,
					(type == AddressType.DESCRIPTOR) ? descriptor : -1, index));
	}

}
