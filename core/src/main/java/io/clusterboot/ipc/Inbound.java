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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;

import io.clusterboot.handle.Handle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The incoming half of a channel: the one thread that reads, and calls the listener.
 */
final class Inbound implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private static final int BUFFER_SIZE = 64 * 1024;

	private static final String INTERNAL_PREFIX = "NODE_";

	private static final String HANDLE = "NODE_HANDLE";

	private static final String ACK = "NODE_HANDLE_ACK";

	private static final String NACK = "NODE_HANDLE_NACK";

	private static final byte[] ACK_LINE = "{\"cmd\":\"NODE_HANDLE_ACK\"}".getBytes(StandardCharsets.US_ASCII);

	private static final int MAX_DETAIL = 120;

	private static final int MAX_WRAPPINGS = 8;

	private static final byte[] ZEROS = new byte[BUFFER_SIZE];

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_SIZE);

	private final ArrayDeque<Integer> descriptors = new ArrayDeque<>();

	private final UnixStream stream;

	private final Outbound outbound;

	private final ReceivedSockets sockets;

	private final ChannelOptions options;

	private final ChannelCounters counters;

	private final ChannelListener listener;

	private final FrameDecoder decoder;

	private final ObjectReader reader;

	private final Channel channel;

	private boolean descriptorsDoubtful;

	Inbound(Channel channel, UnixStream stream, Outbound outbound, ChannelOptions options, ChannelCounters counters,
			ChannelListener listener) {
		this.channel = channel;
		this.stream = stream;
		this.outbound = outbound;
		this.options = options;
		this.counters = counters;
		this.listener = listener;
		this.decoder = new FrameDecoder(options.maxMessageSize());
		this.reader = options.mapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
		this.sockets = new ReceivedSockets(this::sendAllClosed);
	}

	@Override
	public void run() {
		DisconnectCause cause = DisconnectCause.RESET;
		Throwable failure = null;
		try {
			readToEnd();
			cause = DisconnectCause.PEER_CLOSED;
		}
		catch (ClosedChannelException ex) {
			cause = DisconnectCause.PEER_CLOSED;
		}
		catch (IOException ex) {
			failure = ex;
		}
		catch (RuntimeException | Error ex) {
			failure = ex;
			logger.error("The channel '{}' cannot be read any more", this.options.name(), ex);
		}
		finally {
			closeDescriptors();
			this.outbound.endOfStream(failure);
			this.stream.leave();
			disconnected(this.outbound.isClosedHere() ? DisconnectCause.CLOSED_HERE : cause);
		}
	}

	/**
	 * There is nothing to read, only the end to tell.
	 */
	void disconnected(DisconnectCause cause) {
		try {
			this.listener.disconnected(cause);
		}
		catch (Throwable ex) {
			listenerFailed(ex);
		}
	}

	private void readToEnd() throws IOException {
		boolean readable = false;
		while (!this.outbound.isClosed()) {
			int count = read();
			if (count > 0) {
				this.decoder.append(this.buffer, count);
				this.buffer.put(0, ZEROS, 0, count);
				deliver();
				this.outbound.flush();
				readable = false;
				if (count == BUFFER_SIZE) {
					continue;
				}
			}
			else if (count < 0 || readable) {
				// readable, and yet nothing to read: the end
				return;
			}
			readable = this.stream.awaitReadable(-1);
		}
	}

	private int read() throws IOException {
		try {
			int count = this.stream.read(this.buffer);
			takeDescriptors();
			return count;
		}
		catch (UnixStream.TruncatedControlException ex) {
			takeDescriptors();
			error(ProtocolError.Kind.TRUNCATED_DESCRIPTORS, "The operating system could not install all descriptors");
			int count = readInspiteOfTruncation();
			if (count == 0) {
				throw ex;
			}
			return count;
		}
	}

	/**
	 * The bytes were read, but nobody says how many. No frame contains a zero byte, and
	 * the buffer was full of them.
	 */
	private int readInspiteOfTruncation() {
		int count = BUFFER_SIZE;
		while (count > 0 && this.buffer.get(count - 1) == 0) {
			count--;
		}
		return count;
	}

	private void takeDescriptors() {
		for (int descriptor : this.stream.takeReceived()) {
			this.descriptors.add(descriptor);
		}
	}

	private void deliver() {
		while (!this.outbound.isClosed()) {
			switch (this.decoder.next()) {
				case NOTHING -> {
					if (this.descriptorsDoubtful && !this.decoder.hasPartialLine()) {
						dropDoubtfulDescriptors();
					}
					return;
				}
				case LINE -> line(this.decoder.buffer(), this.decoder.lineStart(), this.decoder.lineLength());
				case OVERSIZED_LINE ->
					lineError(ProtocolError.Kind.OVERSIZED, "A line of more than %d bytes, the limit, was skipped"
						.formatted(this.options.maxMessageSize()));
			}
		}
	}

	private void line(byte[] bytes, int offset, int length) {
		if (length == ACK_LINE.length && Arrays.equals(bytes, offset, offset + length, ACK_LINE, 0, ACK_LINE.length)) {
			answered(true);
			return;
		}
		JsonNode message;
		try {
			message = this.reader.readTree(bytes, offset, length);
		}
		catch (JacksonException ex) {
			lineError(ProtocolError.Kind.MALFORMED, excerpt(bytes, offset, length));
			return;
		}
		if (message.isMissingNode()) {
			lineError(ProtocolError.Kind.BLANK, "An empty line");
			return;
		}
		String command = internalCommand(message);
		if (command == null) {
			deliver(message, null);
			return;
		}
		switch (command) {
			case HANDLE -> handle(message);
			case ACK -> answered(true);
			case NACK -> answered(false);
			case "NODE_SOCKET_NOTIFY_CLOSE" -> this.sockets.awaitAllClosed(key(message));
			case "NODE_SOCKET_GET_COUNT" -> sendCount(key(message));
			default -> internal(command, message, null);
		}
	}

	private void internal(String command, JsonNode message, @Nullable ReceivedHandle handle) {
		if (!isKnown(command)) {
			if (handle != null) {
				handle.close();
			}
			error(ProtocolError.Kind.UNKNOWN_COMMAND, command);
			return;
		}
		this.counters.messagesReceived.increment();
		try {
			this.listener.internalMessage(message, handle);
		}
		catch (Throwable ex) {
			listenerFailed(ex, handle);
		}
	}

	private static boolean isKnown(String command) {
		return command.startsWith("NODE_CLUSTER") || command.equals("NODE_SOCKET_ALL_CLOSED")
				|| command.equals("NODE_SOCKET_COUNT") || command.equals("NODE_DEBUG_ENABLED");
	}

	private void deliver(JsonNode message, @Nullable ReceivedHandle handle) {
		this.counters.messagesReceived.increment();
		try {
			this.listener.message(message, handle);
		}
		catch (Throwable ex) {
			listenerFailed(ex, handle);
		}
	}

	/**
	 * A message with a handle is answered exactly once, before anybody sees it.
	 */
	private void handle(JsonNode frame) {
		Integer descriptor = this.descriptors.poll();
		if (descriptor == null) {
			this.outbound.answer(Frame.nack());
			error(ProtocolError.Kind.MISSING_DESCRIPTOR, "A message with a handle came without its descriptor");
			return;
		}
		this.outbound.answer(Frame.ack());
		this.counters.handlesReceived.increment();
		JsonNode wrapper = frame;
		JsonNode message = message(wrapper);
		// a Node process that sends a refused handle again wraps what was wrapped
		for (int i = 0; i < MAX_WRAPPINGS && HANDLE.equals(internalCommand(message)); i++) {
			wrapper = message;
			message = message(wrapper);
		}
		Handle handle = Handle.adopt(descriptor).closeOnExec();
		String typeName = text(wrapper, "type");
		HandleType type = HandleType.of(typeName);
		if (type == null) {
			handle.close();
			error(ProtocolError.Kind.UNKNOWN_HANDLE_TYPE, excerpt(String.valueOf(typeName)));
			return;
		}
		ReceivedHandle received = received(handle, type, text(wrapper, "key"), text(wrapper, "dgramType"));
		String command = internalCommand(message);
		if (command != null) {
			internal(command, message, received);
		}
		else {
			deliver(message, received);
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

	private void answered(boolean acknowledged) {
		if (!this.outbound.answered(acknowledged)) {
			error(ProtocolError.Kind.UNEXPECTED_ANSWER, acknowledged ? ACK : NACK);
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

	/**
	 * The line may have been a message with a handle, in which case its descriptor must
	 * not go to the next one.
	 */
	private void lineError(ProtocolError.Kind kind, String detail) {
		this.descriptorsDoubtful = true;
		error(kind, detail);
	}

	private void dropDoubtfulDescriptors() {
		this.descriptorsDoubtful = false;
		if (!this.descriptors.isEmpty()) {
			closeDescriptors();
			error(ProtocolError.Kind.UNEXPECTED_DESCRIPTOR, "A descriptor came without a message");
		}
	}

	private void error(ProtocolError.Kind kind, String detail) {
		this.counters.count(kind);
		logger.debug("Protocol error on the channel '{}': {} {}", this.options.name(), kind, detail);
		try {
			this.listener.protocolError(new ProtocolError(kind, detail));
		}
		catch (Throwable ex) {
			listenerFailed(ex);
		}
	}

	private void listenerFailed(Throwable ex, @Nullable ReceivedHandle handle) {
		if (handle != null) {
			handle.close();
		}
		listenerFailed(ex);
	}

	private void listenerFailed(Throwable ex) {
		this.counters.listenerFailures.increment();
		logger.error("The listener {} of the channel '{}' failed", this.listener.getClass().getName(),
				this.options.name(), ex);
	}

	private void closeDescriptors() {
		for (Integer descriptor = this.descriptors.poll(); descriptor != null; descriptor = this.descriptors.poll()) {
			Handle.adopt(descriptor).close();
		}
	}

	private static String excerpt(byte[] bytes, int offset, int length) {
		return excerpt(new String(bytes, offset, Math.min(length, MAX_DETAIL), StandardCharsets.UTF_8));
	}

	private static String excerpt(String text) {
		String printable = text.replaceAll("\\p{Cntrl}", "?");
		return (printable.length() > MAX_DETAIL) ? printable.substring(0, MAX_DETAIL) + "…" : printable;
	}

}
