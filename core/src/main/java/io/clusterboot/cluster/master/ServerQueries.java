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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ServerSockets;
import io.clusterboot.handle.Errno;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Peer;
import io.netty.channel.unix.Errors.NativeIoException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Answers the queries of workers for a listening socket: with the socket, or with the
 * error number of the failed bind. Confined to the control loop.
 */
final class ServerQueries {

	private static final Logger logger = LoggerFactory.getLogger(ServerQueries.class);

	private final ServerSockets sockets;

	private final SchedulingPolicy policy;

	private final Handoff handoff;

	private final Map<String, JsonNode> data = new HashMap<>();

	private final Map<Integer, Set<String>> keys = new HashMap<>();

	private final Map<String, Set<Integer>> servers = new HashMap<>();

	/**
	 * The keys of servers by the key of the address at which their sockets listen, which
	 * a service manager may have chosen.
	 */
	private final Map<String, String> elsewhere = new HashMap<>();

	/**
	 * Create a new instance.
	 * @param policy how connections reach the workers
	 * @param handoff accepts connections, if the master does
	 */
	ServerQueries(ServerSockets sockets, SchedulingPolicy policy, Handoff handoff) {
		this.sockets = sockets;
		this.policy = policy;
		this.handoff = handoff;
	}

	void answer(Worker worker, QueryServer query, int sequence) {
		String key = query.server().canonical(query.options()).key();
		try {
			ListeningSocket socket = this.sockets.obtain(query.server(), query.options(), worker.slot().index());
			this.servers.computeIfAbsent(key, (asked) -> new HashSet<>()).add(worker.id());
			this.elsewhere.put(query.server().withPort(socket.port()).canonical(query.options()).key(), key);
			JsonNode data = shared(key, query.data());
			if (this.policy.handsOver() && socket.handle().kind() == HandleKind.TCP_LISTENER) {
				this.handoff.open(key, socket);
				this.keys.computeIfAbsent(worker.id(), (id) -> new HashSet<>()).add(key);
				accepting(worker, new ServerReply(0, key, data, socket.localAddress()), sequence, socket);
			}
			else {
				worker.outbox().send(new ServerReply(0, key, data, null), sequence, socket.handle());
			}
		}
		catch (NativeIoException ex) {
			worker.outbox().send(new ServerReply(ex.expectedErr(), key), sequence);
		}
		catch (IOException | RuntimeException | Error ex) {
			logger.warn("Could not give worker {} the socket {}", worker.id(), key, ex);
			worker.outbox().send(new ServerReply(Errno.EINVAL.negative(), key), sequence);
		}
	}

	/**
	 * Reply that the master hands connections over. A JVM gets the socket as well, to
	 * accept by itself while the master is stalled.
	 */
	private static void accepting(Worker worker, ServerReply reply, int sequence, ListeningSocket socket) {
		if (worker.peer() == Peer.JVM) {
			worker.outbox().send(reply, sequence, socket.handle());
		}
		else {
			worker.outbox().send(reply, sequence);
		}
	}

	/**
	 * Hand the connections of a socket to a worker that asked for it.
	 * @param server the address, with the real port
	 */
	void listens(Worker worker, ServerAddress server) {
		Set<String> known = this.keys.getOrDefault(worker.id(), Set.of());
		Stream.of(server, server.withPort(0))
			.flatMap((asked) -> Stream.of(asked.key(), asked.canonical().key()))
			.flatMap((key) -> Stream.of(key, this.elsewhere.getOrDefault(key, key)))
			.filter(known::contains)
			.findFirst()
			.ifPresent((key) -> worker.connections()
				.ifPresent((connections) -> this.handoff.workerListening(connections, key)));
	}

	/**
	 * Hand connections to a worker again that got none for a while.
	 */
	void listensAgain(Worker worker) {
		worker.connections()
			.ifPresent((connections) -> this.keys.getOrDefault(worker.id(), Set.of())
				.forEach((key) -> this.handoff.workerListening(connections, key)));
	}

	/**
	 * A worker does not listen on a socket any more.
	 */
	void closed(Worker worker, String key) {
		this.servers.computeIfPresent(key, (asked, workers) -> {
			workers.remove(worker.id());
			return workers;
		});
		this.handoff.serverClosed(worker.id(), key);
	}

	/**
	 * Close the sockets that workers had and none has any more. To be called when no
	 * worker is expected that may ask for them again.
	 */
	void closeUnserved() {
		for (Map.Entry<String, Set<Integer>> server : List.copyOf(this.servers.entrySet())) {
			if (server.getValue().isEmpty()) {
				this.servers.remove(server.getKey());
				this.handoff.socketClosed(server.getKey());
				Attempt.to("close the socket " + server.getKey(), () -> close(server.getKey()));
			}
		}
	}

	private void close(String key) {
		this.sockets.close(key)
			.forEach((address) -> logger.info("Closed {}:{}, which no worker serves any more",
					address.getAddress().getHostAddress(), address.getPort()));
	}

	/**
	 * Forget a worker.
	 */
	void gone(Worker worker) {
		this.keys.remove(worker.id());
		this.servers.values().forEach((workers) -> workers.remove(worker.id()));
		this.handoff.workerDisconnected(worker.id());
	}

	/**
	 * Return the data that the first worker's server shares with those of all others.
	 */
	private @Nullable JsonNode shared(String key, @Nullable JsonNode own) {
		if (own != null) {
			this.data.putIfAbsent(key, own);
		}
		return this.data.get(key);
	}

}
