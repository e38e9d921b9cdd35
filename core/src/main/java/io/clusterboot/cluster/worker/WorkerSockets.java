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

import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.worker.PendingRequests.Answer;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;

/**
 * Gets sockets from the master, and reports to it which of them the servers of this
 * worker use. May be used from any thread, but sockets are not requested on the channel's
 * reader thread, as that waits for an answer.
 */
final class WorkerSockets {

	/**
	 * As Node has it.
	 */
	private static final int DEFAULT_BACKLOG = 511;

	private final CurrentProcess process;

	private final PendingRequests requests;

	private final OpenServers servers;

	private final ServerIndexes indexes = new ServerIndexes();

	WorkerSockets(CurrentProcess process, PendingRequests requests, OpenServers servers) {
		this.process = process;
		this.requests = requests;
		this.servers = servers;
	}

	/**
	 * Return whether the channel to the master is open.
	 */
	boolean isConnected() {
		return this.process.isConnected();
	}

	AdoptedSocket adopt(InetSocketAddress address, ListenOptions options) {
		AdoptedSocket socket = request(ServerAddress.of(address, 0), address, options);
		try {
			socket.listen(address, (options.backlog() > 0) ? options.backlog() : DEFAULT_BACKLOG);
		}
		catch (BindFailedException ex) {
			socket.abandon();
			throw new UncheckedIOException(ex);
		}
		return socket;
	}

	AdoptedSocket adoptUdp(InetSocketAddress address, ListenOptions options) {
		ServerAddress server = ServerAddress.ofUdp(address, 0);
		AdoptedSocket socket = request(server, address, options);
		if (socket.handle().filter((handle) -> handle.kind() == HandleKind.UDP).isEmpty()) {
			socket.abandon();
			throw new WrongAnswerException("The master's answer for %s came without a UDP socket".formatted(server));
		}
		return socket;
	}

	private AdoptedSocket request(ServerAddress asked, InetSocketAddress address, ListenOptions options) {
		ServerAddress server = this.indexes.take(asked);
		CompletableFuture<AdoptedSocket> answer = this.requests.request(new QueryServer(server, options, null),
				(reply) -> adopted(address, server, reply));
		answer.whenComplete((socket, failure) -> {
			if (failure != null) {
				this.indexes.free(server);
			}
		});
		return await(answer, server);
	}

	/**
	 * Register the server before the next message is read, as that may bring its first
	 * connection.
	 */
	private AdoptedSocket adopted(InetSocketAddress address, ServerAddress server, Answer answer) {
		ReceivedHandle received = answer.handle();
		if (answer.message() instanceof ServerReply reply && reply.succeeded()
				&& (received != null || reply.handedOver() != null)) {
			AdoptedSocket socket = new AdoptedSocket(this, server, reply.key(),
					(received != null) ? received.handle() : null, reply.handedOver());
			this.servers.add(socket);
			return socket;
		}
		if (received != null) {
			received.close();
		}
		if (!(answer.message() instanceof ServerReply reply)) {
			throw new WrongAnswerException(
					"The master answered the request for %s with another message".formatted(server));
		}
		if (!reply.succeeded()) {
			throw new UncheckedIOException(new BindFailedException(address, reply.errno()));
		}
		throw new WrongAnswerException("The master's answer for %s came without a socket".formatted(server));
	}

	private static AdoptedSocket await(CompletableFuture<AdoptedSocket> answer, ServerAddress server) {
		String what = "for the socket that listens on " + server;
		try {
			return answer.get();
		}
		catch (InterruptedException ex) {
			// A socket that arrives later would have no owner
			answer.thenAccept(AdoptedSocket::abandon);
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking the master " + what, ex);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof UncheckedIOException refused) {
				throw refused;
			}
			if (ex.getCause() instanceof TimeoutException) {
				throw new IllegalStateException("The master did not answer within %s; it was asked %s"
					.formatted(PendingRequests.ANSWER_TIMEOUT, what), ex);
			}
			if (ex.getCause() instanceof WrongAnswerException wrong) {
				throw wrong;
			}
			throw new IllegalStateException("The master is gone; it was asked " + what, ex.getCause());
		}
	}

	void listening(ServerAddress server) {
		this.requests.send(new Listening(server));
	}

	void closed(AdoptedSocket socket, ServerAddress server) {
		// First, as the application may listen again as soon as it knows
		this.indexes.free(server);
		this.requests.send(new Close(socket.key()));
		this.servers.remove(socket);
	}

	boolean isClosing() {
		return this.servers.isClosing();
	}

	/**
	 * Offer a connection of the master to the server it is for.
	 */
	void offer(NewConnection connection, int sequence, @Nullable ReceivedHandle handle) {
		if (handle == null) {
			this.requests.reply(sequence, new Accepted(false));
			return;
		}
		OfferedConnection offered = new OfferedConnection(handle, connection.offer(),
				(accepted) -> this.requests.reply(sequence, accepted));
		this.servers.find(connection.key()).ifPresentOrElse((server) -> server.offer(offered), offered::decline);
	}

	/**
	 * Run code, and send its messages in one write.
	 */
	void sendTogether(Runnable sends) {
		Optional<Channel> channel = this.process.channel();
		channel.ifPresent(Channel::cork);
		try {
			sends.run();
		}
		finally {
			channel.ifPresent(Channel::uncork);
		}
	}

	/**
	 * The master answered with something else than was requested.
	 */
	private static final class WrongAnswerException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		WrongAnswerException(String message) {
			super(message);
		}

	}

}
