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
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.ExitedAfterDisconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessage.Online;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.Readiness;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.worker.PendingRequests.Answer;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.ProtocolError;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * This process as a worker of a cluster: greets the master, asks it for listening
 * sockets, hears when it has to end, and says when it leaves.
 * <p>
 * All methods may be called from any thread, but {@link #adopt} not from the channel's
 * reader thread, as it waits for an answer. It shares the channel of the process with the
 * application. Nothing here fails because the master is gone, but what needs its answer.
 * <p>
 * Whom Node tells of the end of a worker's channel by an event of the worker, this tells
 * by the future of {@link #disconnect()}, and by {@link CurrentProcess#onDisconnect}
 * after it.
 */
public final class ClusterWorker {

	private static final Logger logger = LoggerFactory.getLogger(ClusterWorker.class);

	/**
	 * As Node has it.
	 */
	private static final int DEFAULT_BACKLOG = 511;

	/**
	 * The master's reader need not wake up for each connection that it hands over.
	 */
	private static final Duration ACK_DELAY = Duration.ofMillis(20);

	private final int id;

	private final CurrentProcess process;

	private final WorkerListener listener;

	private final PendingRequests questions;

	private final OpenServers servers = new OpenServers();

	private final ServerIndexes indexes = new ServerIndexes();

	private final AtomicBoolean leaving = new AtomicBoolean();

	private final AtomicBoolean killed = new AtomicBoolean();

	private final CompletableFuture<Void> disconnected = new CompletableFuture<>();

	private volatile Optional<Boolean> exitedAfterDisconnect = Optional.empty();

	private volatile boolean stopRequested;

	private ClusterWorker(int id, CurrentProcess process, Function<ClusterWorker, WorkerListener> listener) {
		this.id = id;
		this.process = process;
		this.questions = new PendingRequests(process);
		this.listener = listener.apply(this);
	}

	/**
	 * Use the channel of this process, and greet the master. The worker then ends as one
	 * of Node's does: while the channel is open, it lives; when the master asks it to
	 * end, it {@linkplain #disconnect() leaves}, and ends when no thread keeps it alive;
	 * when the master is gone, it exits with 0.
	 * @param process this process
	 * @param messageMaxSize the largest message in bytes
	 * @return this worker
	 * @throws IllegalStateException if there is no channel, or this is no worker
	 */
	public static ClusterWorker join(CurrentProcess process, int messageMaxSize) {
		ClusterWorker worker = join(process, messageMaxSize, (joined) -> new DefaultWorkerListener(joined, process));
		process.ref();
		return worker;
	}

	/**
	 * Use the channel of this process, and greet the master.
	 * @param process this process
	 * @param messageMaxSize the largest message in bytes
	 * @param listener whom to tell what the master wants
	 * @return this worker
	 * @throws IllegalStateException if there is no channel, or this is no worker
	 */
	public static ClusterWorker join(CurrentProcess process, int messageMaxSize, WorkerListener listener) {
		return join(process, messageMaxSize, (worker) -> listener);
	}

	private static ClusterWorker join(CurrentProcess process, int messageMaxSize,
			Function<ClusterWorker, WorkerListener> listener) {
		if (!process.hasChannel()) {
			throw new IllegalStateException("%s is set, but not %s (expected: both, or none)"
				.formatted(InheritedChannel.UNIQUE_ID, InheritedChannel.CHANNEL_FD));
		}
		int id = process.inheritedChannel()
			.uniqueId()
			.orElseThrow(() -> new IllegalStateException("%s is set, but not %s (expected: both, or none)"
				.formatted(InheritedChannel.CHANNEL_FD, InheritedChannel.UNIQUE_ID)));
		process.configureChannel(
				(options) -> options.withName("master").withMaxMessageSize(messageMaxSize).withAckDelay(ACK_DELAY));
		ClusterWorker worker = new ClusterWorker(id, process, listener);
		process.attach(worker.new FromMaster());
		worker.questions.tell(new Online());
		return worker;
	}

	/**
	 * Return the worker id.
	 * @return the id: 1, 2, 3 …, never reused
	 */
	public int id() {
		return this.id;
	}

	/**
	 * Return whether the master can be talked to.
	 * @return {@code false} as soon as the channel is ending, or its end was seen
	 */
	public boolean isConnected() {
		return this.process.isConnected();
	}

	/**
	 * Return whether the end of this worker is wanted: by the master, which asked for it,
	 * or by itself, with {@link #disconnect()} or {@link #kill()}.
	 * @return empty until that is decided, {@code false} when the channel ended without
	 */
	public Optional<Boolean> exitedAfterDisconnect() {
		return this.exitedAfterDisconnect;
	}

	/**
	 * Leave the cluster: close the servers, tell the master that this is wanted, wait for
	 * its word, and end the channel. The master leaves the slot empty. The process goes
	 * on as long as something keeps it alive and the master's patience lasts, which is
	 * the drain timeout. Further calls change nothing, and wait for the same end.
	 * @return completes when the channel has ended, by the channel's reader thread, which
	 * must not be blocked
	 * @see AdoptedSocket#closeWith(Runnable)
	 */
	public CompletableFuture<Void> disconnect() {
		this.exitedAfterDisconnect = Optional.of(true);
		if (this.leaving.compareAndSet(false, true)) {
			this.servers.close().thenRun(this::endChannel);
		}
		return this.disconnected.copy();
	}

	/**
	 * Leave the cluster and exit with 0, without waiting for the servers or for what
	 * keeps the process alive. Returns at once.
	 */
	public void kill() {
		this.exitedAfterDisconnect = Optional.of(true);
		this.leaving.set(true);
		if (this.killed.compareAndSet(false, true)) {
			if (this.disconnected.isDone()) {
				exit();
				return;
			}
			this.process.onDisconnect(this::exit);
			endChannel();
		}
	}

	/**
	 * Exit on another thread, since the channel's must not wait for shutdown hooks that
	 * may want to send.
	 */
	private void exit() {
		new Thread(() -> this.process.exit(0), "cluster-worker-exit").start();
	}

	private void endChannel() {
		if (this.stopRequested) {
			this.process.disconnect();
			return;
		}
		this.questions.ask(new ExitedAfterDisconnect(), Answer::message).whenComplete((answer, failure) -> {
			if (failure != null) {
				logger.debug("The master does not know that this worker leaves", failure);
			}
			this.process.disconnect();
		});
	}

	/**
	 * Get the socket that listens on an address from the master.
	 * @param address the address, with port 0 for a random port that all workers share
	 * @param backlog how many connections may wait to be accepted, 0 for the default
	 * @return the socket, which belongs to the caller
	 * @throws UncheckedIOException with a {@link BindFailedException} if the master can't
	 * bind the address
	 * @throws IllegalStateException if the master does not answer
	 */
	public AdoptedSocket adopt(InetSocketAddress address, int backlog) {
		return adopt(address, ListenOptions.backlog(backlog));
	}

	/**
	 * Get the socket that listens on an address from the master.
	 * @param address the address, with port 0 for a random port that all workers share
	 * @param options how to listen; those of the first worker that asks count
	 * @return the socket, which belongs to the caller
	 * @throws UncheckedIOException with a {@link BindFailedException} if the master can't
	 * bind the address
	 * @throws IllegalStateException if the master does not answer
	 */
	public AdoptedSocket adopt(InetSocketAddress address, ListenOptions options) {
		AdoptedSocket socket = ask(ServerAddress.of(address, 0), address, options);
		try {
			socket.listen(address, (options.backlog() > 0) ? options.backlog() : DEFAULT_BACKLOG);
		}
		catch (BindFailedException ex) {
			socket.abandon();
			throw new UncheckedIOException(ex);
		}
		return socket;
	}

	/**
	 * Get the UDP socket that is bound to an address from the master, whatever the
	 * policy. All workers that ask for it read from the one socket, and each datagram is
	 * read once.
	 * @param address the address, with port 0 for a random port that all workers share
	 * @param options how to bind; those of the first worker that asks count
	 * @return the socket, which belongs to the caller and has a handle
	 * @throws UncheckedIOException with a {@link BindFailedException} if the master can't
	 * bind the address
	 * @throws IllegalStateException if the master does not answer, or not with a UDP
	 * socket
	 */
	public AdoptedSocket adoptUdp(InetSocketAddress address, ListenOptions options) {
		ServerAddress server = ServerAddress.ofUdp(address, 0);
		AdoptedSocket socket = ask(server, address, options);
		if (socket.handle().filter((handle) -> handle.kind() == HandleKind.UDP).isEmpty()) {
			socket.abandon();
			throw new WrongAnswerException("The master's answer for %s came without a UDP socket".formatted(server));
		}
		return socket;
	}

	private AdoptedSocket ask(ServerAddress asked, InetSocketAddress address, ListenOptions options) {
		ServerAddress server = this.indexes.take(asked);
		CompletableFuture<AdoptedSocket> answer = this.questions.ask(new QueryServer(server, options, null),
				(reply) -> adopted(address, server, reply));
		answer.whenComplete((socket, failure) -> {
			if (failure != null) {
				this.indexes.free(server);
			}
		});
		return await(answer, server);
	}

	/**
	 * Make a server of the answer before the next message is read, as that may bring its
	 * first connection.
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
			throw new WrongAnswerException("The master's answer for %s is none".formatted(server));
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
			// what the master sends all the same is nobody's then
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
		this.questions.tell(new Listening(server));
	}

	/**
	 * Tell the master whether the application is fit to be sent requests.
	 * @param ready whether it is
	 */
	public void readiness(boolean ready) {
		this.questions.tell(new Readiness(ready));
	}

	void closed(AdoptedSocket socket, ServerAddress server) {
		// Before anybody hears of it, who may then listen again
		this.indexes.free(server);
		this.questions.tell(new Close(socket.key()));
		this.servers.remove(socket);
	}

	boolean isClosingServers() {
		return this.servers.isClosing();
	}

	/**
	 * Send the master a message.
	 * @param message any JSON value
	 */
	public void send(JsonNode message) {
		this.process.send(message);
	}

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
	 * Reads what the master sends, on the channel's reader thread.
	 */
	private final class FromMaster implements ChannelListener {

		@Override
		public void message(JsonNode message, @Nullable ReceivedHandle handle) {
			// for the application, which listens at the process
		}

		@Override
		public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
			boolean taken = ClusterMessageCodec.isClusterFrame(frame)
					&& take(ClusterMessageCodec.decode(frame), handle);
			if (!taken && handle != null) {
				handle.close();
			}
		}

		private boolean take(Envelope envelope, @Nullable ReceivedHandle handle) {
			if (envelope.message() instanceof Disconnect) {
				ClusterWorker.this.stopRequested = true;
				ClusterWorker.this.exitedAfterDisconnect = Optional.of(true);
				ClusterWorker.this.listener.stopRequested();
				return false;
			}
			if (envelope.message() instanceof NewConnection connection) {
				offer(connection, envelope.sequence(), handle);
				return true;
			}
			return ClusterWorker.this.questions.answered(envelope, handle);
		}

		private void offer(NewConnection connection, int sequence, @Nullable ReceivedHandle handle) {
			if (handle == null) {
				ClusterWorker.this.questions.answer(sequence, new Accepted(false));
				return;
			}
			OfferedConnection offered = new OfferedConnection(handle, connection.offer(),
					(accepted) -> ClusterWorker.this.questions.answer(sequence, accepted));
			ClusterWorker.this.servers.find(connection.key())
				.ifPresentOrElse((server) -> server.offer(offered), offered::decline);
		}

		@Override
		public void protocolError(ProtocolError error) {
			logger.warn("The master sent what can't be read: {}", error);
		}

		@Override
		public void disconnected(DisconnectCause cause) {
			ClusterWorker.this.questions.end(new IllegalStateException("The channel to the master ended: " + cause));
			if (ClusterWorker.this.exitedAfterDisconnect.isEmpty()) {
				ClusterWorker.this.exitedAfterDisconnect = Optional.of(false);
			}
			ClusterWorker.this.disconnected.complete(null);
			if (cause != DisconnectCause.CLOSED_HERE || !ClusterWorker.this.leaving.get()) {
				ClusterWorker.this.listener.masterGone();
			}
		}

	}

	/**
	 * The master answered, but not what it was asked.
	 */
	private static final class WrongAnswerException extends IllegalStateException {

		private static final long serialVersionUID = 1L;

		WrongAnswerException(String message) {
			super(message);
		}

	}

}
