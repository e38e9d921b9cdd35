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

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import io.clusterboot.cluster.master.ListeningSockets.ListeningSocket;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers the workers that ask for a listening socket: with the socket, or with the
 * number of the error that binding it met. Confined to the control loop.
 */
final class ServerQueries {

	/**
	 * What Linux calls an invalid argument; the answer where no better number is known.
	 */
	private static final int EINVAL = -22;

	private final ListeningSockets sockets;

	private final Map<String, JsonNode> data = new HashMap<>();

	ServerQueries(ListeningSockets sockets) {
		this.sockets = sockets;
	}

	void answer(Worker worker, QueryServer query, int sequence) {
		String key = query.server().key();
		try {
			ListeningSocket socket = this.sockets.obtain(query.server(), query.options());
			worker.send(new ServerReply(0, key, shared(key, query.data()), null), sequence, socket.handle());
		}
		catch (NativeIoException ex) {
			worker.send(new ServerReply(ex.expectedErr(), key), sequence);
		}
		catch (IOException | IllegalArgumentException ex) {
			worker.send(new ServerReply(EINVAL, key), sequence);
		}
	}

	/**
	 * Return what the first worker's server shares with all others.
	 */
	private @Nullable JsonNode shared(String key, @Nullable JsonNode own) {
		if (own != null) {
			this.data.putIfAbsent(key, own);
		}
		return this.data.get(key);
	}

}
