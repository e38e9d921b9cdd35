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

package io.clusterboot.cluster.worker;

import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.cluster.protocol.ClusterMessage.Acknowledged;
import io.clusterboot.cluster.protocol.ClusterMessage.Bus;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessage.Quarantine;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Reads the messages of the master to a worker, on the channel's reader thread.
 *
 * @param membership the worker's membership in the cluster
 * @param requests the requests that wait for an answer
 * @param sockets the worker's sockets
 * @param bus the messages of other processes
 * @param listener learns of a quarantine
 */
record MasterMessages(Membership membership, PendingRequests requests, WorkerSockets sockets, RemoteMessageBus bus,
		WorkerListener listener) implements ChannelListener {

	private static final Logger logger = LoggerFactory.getLogger(MasterMessages.class);

	@Override
	public void message(JsonNode message, @Nullable ReceivedHandle handle) {
		// For the application, which has listeners at the process
	}

	@Override
	public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
		boolean taken = ClusterMessageCodec.isClusterFrame(frame) && take(ClusterMessageCodec.decode(frame), handle);
		if (!taken && handle != null) {
			handle.close();
		}
	}

	private boolean take(Envelope envelope, @Nullable ReceivedHandle handle) {
		if (envelope.message() instanceof Disconnect) {
			this.membership.stopRequested();
			return false;
		}
		if (envelope.message() instanceof Quarantine quarantine) {
			this.listener.quarantine(quarantine.begins())
				.whenComplete((done, failure) -> this.requests.reply(envelope.sequence(), new Acknowledged()));
			return false;
		}
		if (envelope.message() instanceof Bus message) {
			this.bus.received(message.content());
			return false;
		}
		if (envelope.message() instanceof NewConnection connection) {
			this.sockets.offer(connection, envelope.sequence(), handle);
			return true;
		}
		return this.requests.answered(envelope, handle);
	}

	@Override
	public void protocolError(ProtocolError error) {
		logger.warn("The master sent a malformed message: {}", error);
	}

	@Override
	public void disconnected(DisconnectCause cause) {
		IllegalStateException reason = new IllegalStateException("The channel to the master ended: " + cause);
		this.requests.end(reason);
		this.bus.end(reason);
		this.membership.channelEnded(cause);
	}

}
