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

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
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
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the members of a message into its frame, as Node names them.
 */
final class MessageWriter {

	private MessageWriter() {
	}

	static void write(ClusterMessage message, ObjectNode frame) {
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
		else if (message instanceof Ending ending) {
			frame.put("act", "ending");
			frame.put("reason", ending.reason());
		}
		else if (message instanceof StopCluster stop) {
			frame.put("act", "stopCluster");
			frame.put("reason", stop.reason());
		}
		else if (message instanceof Operation operation) {
			frame.put("act", "operation");
			frame.set("request", operation.request());
		}
		else if (message instanceof OperationReply reply) {
			frame.set("reply", reply.reply());
		}
		else if (message instanceof Bus bus) {
			frame.put("act", "bus");
			frame.set("content", bus.content());
		}
		else if (message instanceof Quarantine quarantine) {
			frame.put("act", "quarantine");
			frame.put("begins", quarantine.begins());
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

}
