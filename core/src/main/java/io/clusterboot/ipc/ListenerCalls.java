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

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Calls the listener. An exception of the listener is logged and counted, and the handle
 * that came with the message is closed. Runs on the reader thread.
 */
final class ListenerCalls {

	private static final Logger logger = LoggerFactory.getLogger(Channel.class);

	private final String channel;

	private final ChannelCounters counters;

	private final ChannelListener listener;

	ListenerCalls(String channel, ChannelCounters counters, ChannelListener listener) {
		this.channel = channel;
		this.counters = counters;
		this.listener = listener;
	}

	void message(JsonNode message, @Nullable ReceivedHandle handle) {
		this.counters.messagesReceived.increment();
		try {
			this.listener.message(message, handle);
		}
		catch (Throwable ex) {
			failed(ex, handle);
		}
	}

	void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
		this.counters.messagesReceived.increment();
		try {
			this.listener.internalMessage(message, handle);
		}
		catch (Throwable ex) {
			failed(ex, handle);
		}
	}

	void error(ProtocolError.Kind kind, String detail) {
		this.counters.count(kind);
		logger.debug("Protocol error on the channel '{}': {} {}", this.channel, kind, detail);
		try {
			this.listener.protocolError(new ProtocolError(kind, detail));
		}
		catch (Throwable ex) {
			failed(ex, null);
		}
	}

	void disconnected(DisconnectCause cause) {
		try {
			this.listener.disconnected(cause);
		}
		catch (Throwable ex) {
			failed(ex, null);
		}
	}

	private void failed(Throwable ex, @Nullable ReceivedHandle handle) {
		if (handle != null) {
			handle.close();
		}
		this.counters.listenerFailures.increment();
		logger.error("The listener {} of the channel '{}' failed", this.listener.getClass().getName(), this.channel,
				ex);
	}

}
