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
import java.util.function.Function;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.RemoteMessageBus;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Ending;
import io.clusterboot.cluster.protocol.ClusterMessage.Online;
import io.clusterboot.cluster.protocol.ClusterMessage.Operation;
import io.clusterboot.cluster.protocol.ClusterMessage.OperationReply;
import io.clusterboot.cluster.protocol.ClusterMessage.Readiness;
import io.clusterboot.cluster.protocol.ClusterMessage.StopCluster;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.InheritedChannel;
import io.clusterboot.process.VersionMismatchException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * This process as a worker of a cluster: greets the master, gets listening sockets from
 * it, and leaves the cluster when the master or the application wants that.
 * <p>
 * All methods may be called from any thread, but {@link #adopt} and {@link #adoptUdp} not
 * from the channel's reader thread, as they wait for an answer. The worker shares the
 * channel of the process with the application. A master that is gone makes only those
 * methods fail that need its answer.
 * <p>
 * The end of the channel, an event of the worker in Node, completes the future of
 * {@link #disconnect()}; after that, listeners of {@link CurrentProcess#onDisconnect} are
 * called.
 */
public final class ClusterWorker {

	/**
	 * Delay of acknowledgments, so that the master's reader need not wake up for each
	 * connection that it hands over.
	 */
	private static final Duration ACK_DELAY = Duration.ofMillis(20);

	/**
	 * Time that the answer to an operation may take beyond the end of the operation.
	 */
	private static final Duration OPERATION_MARGIN = Duration.ofSeconds(15);

	private final int id;

	private final CurrentProcess process;

	private final PendingRequests requests;

	private final WorkerSockets sockets;

	private final Membership membership;

	private final WorkerListener listener;

	private final RemoteMessageBus bus;

	private ClusterWorker(int id, CurrentProcess process, Function<ClusterWorker, WorkerListener> listener) {
		this.id = id;
		this.process = process;
		this.requests = new PendingRequests(process);
		OpenServers servers = new OpenServers();
		this.sockets = new WorkerSockets(process, this.requests, servers);
		this.bus = new RemoteMessageBus(id, this.requests::pass);
		this.listener = listener.apply(this);
		this.membership = new Membership(process, this.requests, servers, this.listener);
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
	 * @throws VersionMismatchException if the master runs another version of ClusterBoot
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
	 * @param listener called when the master asks for the end, and when it is gone
	 * @return this worker
	 * @throws IllegalStateException if there is no channel, or this is no worker
	 * @throws VersionMismatchException if the master runs another version of ClusterBoot
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
		InheritedChannel inherited = process.inheritedChannel();
		int id = inherited.uniqueId()
			.orElseThrow(() -> new IllegalStateException("%s is set, but not %s (expected: both, or none)"
				.formatted(InheritedChannel.CHANNEL_FD, InheritedChannel.UNIQUE_ID)));
		if (inherited.peer() == Peer.JVM) {
			ClusterMessage.VERSION.requireMasterIn(process.inheritedEnvironment());
		}
		process.configureChannel(
				(options) -> options.withName("master").withMaxMessageSize(messageMaxSize).withAckDelay(ACK_DELAY));
		ClusterWorker worker = new ClusterWorker(id, process, listener);
		process.attach(
				new MasterMessages(worker.membership, worker.requests, worker.sockets, worker.bus, worker.listener));
		worker.requests.send(new Online());
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
	 * Return whether the channel to the master is open.
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
		return this.membership.exitedAfterDisconnect();
	}

	/**
	 * Leave the cluster: close the servers, announce the end to the master, wait for its
	 * acknowledgment, and end the channel. The master leaves the slot empty. The process
	 * goes on as long as something keeps it alive, but not longer than the master's drain
	 * timeout. Further calls change nothing, and wait for the same end.
	 * @return completes when the channel has ended, by the channel's reader thread, which
	 * must not be blocked
	 * @see AdoptedSocket#closeWith(Runnable)
	 */
	public CompletableFuture<Void> disconnect() {
		this.membership.leave();
		return this.membership.disconnected();
	}

	/**
	 * Leave the cluster and exit with 0, without waiting for the servers or for what
	 * keeps the process alive. Does not block.
	 */
	public void kill() {
		this.membership.kill();
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
		return this.sockets.adopt(address, options);
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
		return this.sockets.adoptUdp(address, options);
	}

	/**
	 * Tell the master whether the application is ready to receive requests.
	 * @param ready whether it is
	 */
	public void readiness(boolean ready) {
		this.requests.send(new Readiness(ready));
	}

	/**
	 * Tell the master that this worker ends by itself: it accepts nothing more, and its
	 * process ends as soon as what it has is finished. The master replaces it then, and
	 * ends the process if that takes longer than the drain timeout. Returns at once.
	 * @param reason what ended it, for the log; {@code null} if the exit status will tell
	 */
	public void ending(@Nullable String reason) {
		this.requests.send(new Ending(reason));
	}

	/**
	 * Ask the master to stop the whole cluster, this worker included. Returns at once.
	 * @param reason who wants that, for the log
	 */
	public void stopCluster(String reason) {
		this.requests.send(new StopCluster(reason));
	}

	/**
	 * Ask the master for an operation on the cluster.
	 * @param call the operation, and how long to wait for its end
	 * @return completes with the outcome; fails with a
	 * {@link java.util.concurrent.TimeoutException} when the master does not answer in
	 * time, or with an {@link IllegalStateException} when the channel ends first
	 */
	public CompletableFuture<ControlOutcome> operate(ControlCall call) {
		return this.requests.request(new Operation(ControlCodec.encode(call)), call.patience().plus(OPERATION_MARGIN),
				(answer) -> (answer.message() instanceof OperationReply reply) ? ControlCodec.outcome(reply.reply())
						: new ControlOutcome.Rejected("The master answered with another message"));
	}

	/**
	 * Return the bus to all processes of the cluster.
	 * @return the bus of this worker
	 */
	public MessageBus messageBus() {
		return this.bus;
	}

	/**
	 * Send the master a message.
	 * @param message any JSON value
	 */
	public void send(JsonNode message) {
		this.process.send(message);
	}

}
