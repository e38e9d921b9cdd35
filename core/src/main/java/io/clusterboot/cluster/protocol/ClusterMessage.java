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

import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.SharedVersion;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An internal message between master and worker. The names are Node's, so that a real
 * {@code node} understands them; {@link ClusterMessageCodec} defines the form on the
 * channel.
 */
public sealed interface ClusterMessage {

	/**
	 * The version of these messages, to be raised with every change that an older or a
	 * newer side would misunderstand. A Node process on the other side has none, and is
	 * not checked.
	 */
	SharedVersion VERSION = new SharedVersion("Cluster protocol", InheritedChannel.PROTOCOL_VERSION, 2);

	/**
	 * Worker to master: the runtime is up. It is the first message a worker sends.
	 *
	 * @param version the version of the protocol that the worker speaks, 0 if the
	 * greeting has none
	 */
	record Online(int version) implements ClusterMessage {

		/**
		 * Create the greeting of a worker that speaks the version of this library.
		 */
		public Online() {
			this(VERSION.number());
		}

	}

	/**
	 * Worker to master: a query for the socket that listens on an address.
	 *
	 * @param server the address asked for
	 * @param options how to listen
	 * @param data opaque data that the worker's server shares with those of other
	 * workers, such as keys of TLS sessions
	 */
	record QueryServer(ServerAddress server, ListenOptions options, @Nullable JsonNode data) implements ClusterMessage {

		/**
		 * Create a new instance of a server that shares nothing but the socket.
		 * @param server the address asked for
		 * @param backlog how many connections may wait to be accepted, 0 for the default
		 */
		public QueryServer(ServerAddress server, int backlog) {
			this(server, ListenOptions.backlog(backlog), null);
		}

	}

	/**
	 * Master to worker: the answer to {@link QueryServer}.
	 *
	 * @param errno 0, or the negative error number of the failure
	 * @param key the name of the socket in later messages, opaque to the worker
	 * @param data the data that the first worker's server shares with all others
	 * @param handedOver the address of the socket if the master accepts on it and hands
	 * connections over, else {@code null}
	 */
	record ServerReply(int errno, String key, @Nullable JsonNode data,
			@Nullable InetSocketAddress handedOver) implements ClusterMessage {

		/**
		 * Create the answer that comes with the socket, or with the reason why there is
		 * none.
		 * @param errno 0, or the negative error number of the failure
		 * @param key the name of the socket in later messages
		 */
		public ServerReply(int errno, String key) {
			this(errno, key, null, null);
		}

		/**
		 * Return whether there is such a socket.
		 * @return {@code true} if the master has the socket
		 */
		public boolean succeeded() {
			return this.errno == 0;
		}

	}

	/**
	 * Master to worker: a connection that the master accepted, which travels with it. The
	 * answer is {@link Accepted}.
	 *
	 * @param key the name of the socket it was accepted on
	 * @param offer the number of the offer that a worker of ours has to claim, or
	 * {@link #UNCONDITIONAL}
	 */
	record NewConnection(String key, long offer) implements ClusterMessage {

		/**
		 * The connection is the worker's, whatever happens.
		 */
		public static final long UNCONDITIONAL = -1;

		/**
		 * Create a message as Node's primary sends it.
		 * @param key the name of the socket it was accepted on
		 */
		public NewConnection(String key) {
			this(key, UNCONDITIONAL);
		}

	}

	/**
	 * Worker to master: the answer to {@link NewConnection}.
	 *
	 * @param accepted whether the worker serves the connection; else the master finds
	 * another
	 */
	record Accepted(boolean accepted) implements ClusterMessage {

	}

	/**
	 * Worker to master: connections to this server are accepted from now on.
	 *
	 * @param server the address asked for, with the real port
	 */
	record Listening(ServerAddress server) implements ClusterMessage {

	}

	/**
	 * Worker to master: the application is ready for requests, or no longer is. Node has
	 * no such message: a worker that never sends it counts as ready when it listens.
	 *
	 * @param ready whether it is
	 */
	record Readiness(boolean ready) implements ClusterMessage {

	}

	/**
	 * Worker to master: this worker ends by itself, and serves only what it has. A
	 * message of our own.
	 *
	 * @param reason what ended it, {@code null} if the end of the process will tell
	 */
	record Ending(@Nullable String reason) implements ClusterMessage {

	}

	/**
	 * Worker to master: an operator asked this worker to stop the whole cluster. A
	 * message of our own.
	 *
	 * @param reason how the operator asked
	 */
	record StopCluster(String reason) implements ClusterMessage {

	}

	/**
	 * Worker to master: an operator asked this worker for an operation on the cluster. A
	 * message of our own, whose answer is {@link OperationReply}.
	 *
	 * @param request what to do
	 */
	record Operation(JsonNode request) implements ClusterMessage {

	}

	/**
	 * Master to worker: the answer to {@link Operation}.
	 *
	 * @param reply the outcome
	 */
	record OperationReply(JsonNode reply) implements ClusterMessage {

	}

	/**
	 * Between worker and master: a message between any two processes of the cluster, or
	 * what belongs to one. A message of our own.
	 *
	 * @param content the message
	 */
	record Bus(JsonNode content) implements ClusterMessage {

	}

	/**
	 * Master to worker: accept nothing more and let the clients go, but stay; or accept
	 * again. A message of our own, whose answer is {@link Acknowledged}.
	 *
	 * @param begins whether the quarantine begins, or ends
	 */
	record Quarantine(boolean begins) implements ClusterMessage {

	}

	/**
	 * Worker to master: this worker no longer accepts on the socket.
	 *
	 * @param key the name of the socket
	 */
	record Close(String key) implements ClusterMessage {

	}

	/**
	 * Master to worker: drain, then end the channel and the process.
	 */
	record Disconnect() implements ClusterMessage {

	}

	/**
	 * Worker to master: this worker is about to end on purpose. It waits for
	 * {@link Acknowledged} before it ends the channel.
	 */
	record ExitedAfterDisconnect() implements ClusterMessage {

	}

	/**
	 * An answer without content.
	 */
	record Acknowledged() implements ClusterMessage {

	}

	/**
	 * A message that is unknown to this version. It is ignored, as by Node.
	 *
	 * @param act its name, or {@code null}
	 */
	record Unknown(@Nullable String act) implements ClusterMessage {

	}

	/**
	 * A message with the numbers that match an answer to its query.
	 *
	 * @param sequence the sender's running number
	 * @param acknowledges the sequence of the message this one answers, or {@code null}
	 * @param message the message
	 */
	record Envelope(int sequence, @Nullable Integer acknowledges, ClusterMessage message) {

	}

}
