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
import tools.jackson.databind.JsonNode;

/**
 * Receives what comes over a channel.
 * <p>
 * All methods are called on the channel's one reader thread, in order. While a method
 * runs nothing more is read, so it should not block. One that throws is logged, and the
 * next message is delivered all the same.
 * <p>
 * A received handle belongs to the method it was passed to; if that throws, the handle is
 * closed.
 */
@FunctionalInterface
public interface ChannelListener {

	/**
	 * A message arrived.
	 * @param message any JSON value
	 * @param handle the handle that came with it, or {@code null}
	 */
	void message(JsonNode message, @Nullable ReceivedHandle handle);

	/**
	 * A message for the runtime and not for the application arrived: an object whose
	 * {@code cmd} starts with {@code NODE_}. The channel handles messages about handles
	 * itself; they do not arrive here.
	 * @param message the message
	 * @param handle the handle that came with it, or {@code null}
	 */
	default void internalMessage(JsonNode message, @Nullable ReceivedHandle handle) {
		if (handle != null) {
			handle.close();
		}
	}

	/**
	 * The peer broke a rule of the protocol. The channel goes on.
	 * <p>
	 * A handle that the peer does <em>not</em> acknowledge in time is no protocol error,
	 * since nothing arrived: {@link Sent#acknowledged()} fails for the sender of the
	 * handle, and {@link ChannelStatistics#unacknowledgedHandles()} counts it.
	 * @param error the error
	 */
	default void protocolError(ProtocolError error) {
	}

	/**
	 * The channel has ended. Called exactly once, as the last method.
	 * @param cause why
	 */
	default void disconnected(DisconnectCause cause) {
	}

}
