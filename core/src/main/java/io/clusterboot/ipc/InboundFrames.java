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

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Knows what each received line means: a message for the listener, perhaps with a handle,
 * or something that the channel handles itself. Runs on the reader thread.
 */
final class InboundFrames {

	private static final String INTERNAL_PREFIX = "NODE_";

	private static final String HANDLE = "NODE_HANDLE";

	private static final String ACK = "NODE_HANDLE_ACK";

	private static final String NACK = "NODE_HANDLE_NACK";

	private static final byte[] ACK_LINE = "{\"cmd\":\"NODE_HANDLE_ACK\"}".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DETAIL = 120;

	private static final int MAX_WRAPPINGS = 8;

	private final Channel channel;

	private final Outbound outbound;

	private final ChannelCounters counters;

	private final ListenerCalls listener;

	private final ReceivedDescriptors descriptors;

	private final ReceivedSockets sockets;

	private final ChannelJson json;

	private final PlainJsonReader plainJson = new PlainJsonReader();

	private int acknowledged;

	InboundFrames(Channel channel, Outbound outbound, ChannelOptions options, ChannelCounters counters,
			ListenerCalls listener, ReceivedDescriptors descriptors) {
		this.channel = channel;
		this.outbound = outbound;
		this.counters = counters;
		this.listener = listener;
		this.descriptors = descriptors;
		this.sockets = new ReceivedSockets(this::sendAllClosed);
		this.json = new ChannelJson(options.mapper());
	}

	void line(byte[] bytes, int offset, int length) {
		if (length == ACK_LINE.length && Arrays.equals(bytes, offset, offset + length, ACK_LINE, 0, ACK_LINE.length)) {
			this.acknowledged++;
			return;
		}
		settle();
		JsonNode message;
		try {
			message = read(bytes, offset, length);
		}
		catch (JacksonException ex) {
			unreadable(ProtocolError.Kind.MALFORMED, excerpt(bytes, offset, length));
			return;
		}
		if (message.isMissingNode()) {
			unreadable(ProtocolError.Kind.BLANK, "An empty line");
			return;
		}
		String command = internalCommand(message);
		if (command == null) {
			this.listener.message(message, null);
			return;
		}
		switch (command) {
			case HANDLE -> handle(message);
			case ACK -> acknowledged(true, 1);
			case NACK -> acknowledged(false, 1);
			case "NODE_SOCKET_NOTIFY_CLOSE" -> this.sockets.awaitAllClosed(key(message));
			case "NODE_SOCKET_GET_COUNT" -> sendCount(key(message));
			default -> internal(command, message, null);
		}
	}

	private JsonNode read(byte[] bytes, int offset, int length) {
		JsonNode plain = this.json.isDefault() ? this.plainJson.read(bytes, offset, length) : null;
		return (plain != null) ? plain : this.json.reader().readTree(bytes, offset, length);
	}

	/**
	 * Handle a line that is no message. It may have been one with a handle.
	 */
	private void unreadable(ProtocolError.Kind kind, String detail) {
		this.descriptors.doubt();
		this.listener.error(kind, detail);
	}

	/**
	 * Report a line that was longer than the limit, and is lost.
	 */
	void oversized(int limit) {
		settle();
		unreadable(ProtocolError.Kind.OVERSIZED,
				"A line of more than %d bytes, the limit, was skipped".formatted(limit));
	}

	private void internal(String command, JsonNode message, @Nullable ReceivedHandle handle) {
		if (isKnown(command)) {
			this.listener.internalMessage(message, handle);
			return;
		}
		if (handle != null) {
			handle.close();
		}
		this.listener.error(ProtocolError.Kind.UNKNOWN_COMMAND, command);
	}

	private static boolean isKnown(String command) {
		return command.startsWith("NODE_CLUSTER") || command.equals("NODE_SOCKET_ALL_CLOSED")
				|| command.equals("NODE_SOCKET_COUNT") || command.equals("NODE_DEBUG_ENABLED");
	}

	/**
	 * A message with a handle is acknowledged or refused exactly once, before it is
	 * delivered.
	 */
	private void handle(JsonNode frame) {
		Handle handle = this.descriptors.poll();
		if (handle == null) {
			this.outbound.acknowledge(Frame.nack());
			this.listener.error(ProtocolError.Kind.MISSING_DESCRIPTOR,
					"A message with a handle came without its descriptor");
			return;
		}
		this.outbound.acknowledge(Frame.ack());
		this.counters.handlesReceived.increment();
		JsonNode wrapper = frame;
		JsonNode message = message(wrapper);
		// a Node process that sends a refused handle again wraps what was wrapped
		for (int i = 0; i < MAX_WRAPPINGS && HANDLE.equals(internalCommand(message)); i++) {
			wrapper = message;
			message = message(wrapper);
		}
		handle.closeOnExec();
		String typeName = text(wrapper, "type");
		HandleType type = HandleType.of(typeName);
		if (type == null) {
			handle.close();
			this.listener.error(ProtocolError.Kind.UNKNOWN_HANDLE_TYPE, excerpt(String.valueOf(typeName)));
			return;
		}
		ReceivedHandle received = received(handle, type, text(wrapper, "key"), text(wrapper, "dgramType"));
		String command = internalCommand(message);
		if (command != null) {
			internal(command, message, received);
		}
		else {
			this.listener.message(message, received);
		}
	}

	private ReceivedHandle received(Handle handle, HandleType type, @Nullable String key, @Nullable String dgramType) {
		if (type != HandleType.NET_SOCKET || key == null) {
			return new ReceivedHandle(handle, type, key, dgramType, null);
		}
		this.sockets.opened(key);
		return new ReceivedHandle(handle, type, key, dgramType, () -> this.sockets.closed(key));
	}

	private static JsonNode message(JsonNode wrapper) {
		JsonNode message = wrapper.get("msg");
		return (message != null) ? message : JsonNodeFactory.instance.nullNode();
	}

	/**
	 * Pass on, in one go, the acknowledgements that were read in a row: one by one they
	 * would contend with senders for the lock.
	 */
	void settle() {
		int count = this.acknowledged;
		this.acknowledged = 0;
		acknowledged(true, count);
	}

	private void acknowledged(boolean acknowledged, int count) {
		if (count == 0) {
			return;
		}
		for (int expected = this.outbound.acknowledged(acknowledged, count); expected < count; expected++) {
			this.listener.error(ProtocolError.Kind.UNEXPECTED_ACK, acknowledged ? ACK : NACK);
		}
	}

	private void sendCount(String key) {
		this.channel.send(JsonNodeFactory.instance.objectNode()
			.put("cmd", "NODE_SOCKET_COUNT")
			.put("key", key)
			.put("count", this.sockets.count(key)));
	}

	private void sendAllClosed(String key) {
		this.channel.send(JsonNodeFactory.instance.objectNode().put("cmd", "NODE_SOCKET_ALL_CLOSED").put("key", key));
	}

	private static String key(JsonNode message) {
		String key = text(message, "key");
		return (key != null) ? key : "";
	}

	private static @Nullable String text(JsonNode object, String name) {
		JsonNode value = object.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	private static @Nullable String internalCommand(JsonNode message) {
		if (!message.isObject()) {
			return null;
		}
		String command = text(message, "cmd");
		boolean internal = command != null && command.length() > INTERNAL_PREFIX.length()
				&& command.startsWith(INTERNAL_PREFIX);
		return internal ? command : null;
	}

	private static String excerpt(byte[] bytes, int offset, int length) {
		return excerpt(new String(bytes, offset, Math.min(length, MAX_DETAIL), StandardCharsets.UTF_8));
	}

	private static String excerpt(String text) {
		String printable = text.replaceAll("\\p{Cntrl}", "?");
		return (printable.length() > MAX_DETAIL) ? printable.substring(0, MAX_DETAIL) + "…" : printable;
	}

}
