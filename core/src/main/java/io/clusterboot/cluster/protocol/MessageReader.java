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

import java.net.InetSocketAddress;
import java.util.Optional;

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Acknowledged;
import io.clusterboot.cluster.protocol.ClusterMessage.Bus;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Ending;
import io.clusterboot.cluster.protocol.ClusterMessage.ExitedAfterDisconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessage.Online;
import io.clusterboot.cluster.protocol.ClusterMessage.Operation;
import io.clusterboot.cluster.protocol.ClusterMessage.OperationReply;
import io.clusterboot.cluster.protocol.ClusterMessage.Quarantine;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.Readiness;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ClusterMessage.StopCluster;
import io.clusterboot.cluster.protocol.ClusterMessage.Unknown;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads a message from its frame. A frame that lacks a required member is
 * {@link Unknown}.
 */
final class MessageReader {

	private MessageReader() {
	}

	static ClusterMessage read(JsonNode frame, @Nullable Integer acknowledges) {
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
			case "ending" -> new Ending(text(frame.path("reason")));
			case "stopCluster" -> new StopCluster(frame.path("reason").asString(""));
			case "operation" -> new Operation(frame.path("request"));
			case "bus" -> new Bus(frame.path("content"));
			case "quarantine" -> new Quarantine(frame.path("begins").asBoolean(true));
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
		if (frame.has("reply")) {
			return new OperationReply(frame.path("reply"));
		}
		return frame.has("key") ? new ServerReply(frame.path("errno").asInt(0), frame.path("key").asString(""),
				data(frame), socketName(frame.path("sockname"))) : new Acknowledged();
	}

	private static @Nullable InetSocketAddress socketName(JsonNode name) {
		ServerAddress server = new ServerAddress(name.path("address").asString(""), name.path("port").asInt(0),
				AddressType.IPV4, 0);
		return name.isObject() ? server.toInetSocketAddress() : null;
	}

	private static @Nullable String text(JsonNode member) {
		return member.isString() ? member.stringValue() : null;
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
		// Node sends the family of a UDP socket also for one given by its descriptor
		return AddressType.of(frame.path("addressType"))
			.map((type) -> (type.isUdp() && descriptor >= 0) ? AddressType.DESCRIPTOR : type)
			.filter((type) -> !type.hasPort() || (port >= 0 && port <= 65535))
			.filter((type) -> type != AddressType.PATH || text != null)
			.filter((type) -> type != AddressType.DESCRIPTOR || descriptor >= 0)
			.map((type) -> new ServerAddress(text, type.hasPort() ? port : -1, type,
					(type == AddressType.DESCRIPTOR) ? descriptor : -1, index));
	}

}
