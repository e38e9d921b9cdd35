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

package io.clusterboot.cluster.master;

import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Passes on what a worker sends. Called on the reader thread of the channel.
 */
final class WorkerChannelListener implements ChannelListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkerChannelListener.class);

	private final String name;

	private final WorkerCallbacks callbacks;

	WorkerChannelListener(String name, WorkerCallbacks callbacks) {
		this.name = name;
		this.callbacks = callbacks;
	}

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		if (handle != null) {
			handle.close();
		}
		this.callbacks.message(message);
	}

	@Override
	public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
		if (handle != null) {
			handle.close();
		}
		this.callbacks.internalMessage(frame);
	}

	@Override
	public void protocolError(ProtocolError error) {
		logger.warn("{} sent a malformed message: {}", this.name, error);
	}

	@Override
	public void disconnected(DisconnectCause cause) {
		this.callbacks.disconnected();
	}

}
