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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.Listening;
import io.clusterboot.cluster.protocol.ClusterMessage.Online;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.Readiness;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.cluster.protocol.ServerAddress;
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
 * sockets, and hears when it has to end.
 * <p>
 * All methods may be called from any thread, but {@link #adopt} not from the channel's
 * reader thread, as it waits for an answer. It shares the channel of the process with the
 * application. Nothing here fails because the master is gone, but what needs its answer.
 */
public final class ClusterWorker {

	/**
	 * How long the master may take to answer. It never has to wait for anything itself.
	 */
	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

	private static final Logger logger = LoggerFactory.getLogger(ClusterWorker.class);

	private final CurrentProcess process;

	private final WorkerListener listener;

	private final AtomicInteger sequence = new AtomicInteger();

	private final Map<Integer, CompletableFuture<Reply>> questions = new ConcurrentHashMap<>();

	private final Map<ServerAddress, Integer> indexes = new HashMap<>();

	private ClusterWorker(CurrentProcess process, WorkerListener listener) {
		this.process = process;
		this.listener = listener;
	}

	/**
	 * Use the channel of this process, and greet the master.
	 * @param process this process
	 * @param messageMaxSize the largest message in bytes
	 * @param listener whom to tell what the master wants
	 * @return this worker
	 * @throws IllegalStateException if there is no channel
	 */
	public static ClusterWorker join(CurrentProcess process, int messageMaxSize, WorkerListener listener) {
		if (!process.hasChannel()) {
			throw new IllegalStateException("%s is set, but not %s (expected: both, or none)"
				.formatted(InheritedChannel.UNIQUE_ID, InheritedChannel.CHANNEL_FD));
		}
		process.configureChannel((options) -> options.withName("master").withMaxMessageSize(messageMaxSize));
		ClusterWorker worker = new ClusterWorker(process, listener);
		process.attach(worker.new FromMaster());
		worker.send(new Online());
		return worker;
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
		ServerAddress server = numbered(address);
		Reply reply = ask(new QueryServer(server, backlog), "for the socket that listens on " + server);
		if (!reply.message().succeeded()) {
			throw new UncheckedIOException(new BindFailedException(address, reply.message().errno()));
		}
		if (reply.handle() == null) {
			throw new IllegalStateException("The master's answer for %s came without a socket".formatted(server));
		}
		return new AdoptedSocket(this, server, reply.message().key(), reply.handle().handle());
	}

	private ServerAddress numbered(InetSocketAddress address) {
		synchronized (this.indexes) {
			ServerAddress first = ServerAddress.of(address, 0);
			int index = this.indexes.merge(first, 1, Integer::sum) - 1;
			return ServerAddress.of(address, index);
		}
	}

	private Reply ask(ClusterMessage question, String what) {
		int number = this.sequence.getAndIncrement();
		CompletableFuture<Reply> answer = new CompletableFuture<>();
		this.questions.put(number, answer);
		try {
			this.process.send(ClusterMessageCodec.encode(new Envelope(number, null, question)));
			return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while asking the master " + what, ex);
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("The master is gone; it was asked " + what, ex.getCause());
		}
		catch (TimeoutException ex) {
			throw new IllegalStateException(
					"The master did not answer within %s; it was asked %s".formatted(ANSWER_TIMEOUT, what), ex);
		}
		finally {
			this.questions.remove(number);
		}
	}

	void listening(ServerAddress server) {
		send(new Listening(server));
	}

	/**
	 * Tell the master whether the application is fit to be sent requests.
	 * @param ready whether it is
	 */
	public void readiness(boolean ready) {
		send(new Readiness(ready));
	}

	void closed(String key) {
		send(new Close(key));
	}

	/**
	 * Send the master a message.
	 * @param message any JSON value
	 */
	public void send(JsonNode message) {
		this.process.send(message);
	}

	private void send(ClusterMessage message) {
		this.process.send(ClusterMessageCodec.encode(new Envelope(this.sequence.getAndIncrement(), null, message)));
	}

	/**
	 * An answer of the master's.
	 *
	 * @param message what it says
	 * @param handle what came with it
	 */
	private record Reply(ServerReply message, @Nullable ReceivedHandle handle) {

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
			if (envelope.message() instanceof ServerReply reply) {
				CompletableFuture<Reply> question = ClusterWorker.this.questions.get(envelope.acknowledges());
				return question != null && question.complete(new Reply(reply, handle));
			}
			if (envelope.message() instanceof Disconnect) {
				ClusterWorker.this.listener.stopRequested();
			}
			return false;
		}

		@Override
		public void protocolError(ProtocolError error) {
			logger.warn("The master sent what can't be read: {}", error);
		}

		@Override
		public void disconnected(DisconnectCause cause) {
			IllegalStateException gone = new IllegalStateException("The channel to the master ended: " + cause);
			ClusterWorker.this.questions.values().forEach((question) -> question.completeExceptionally(gone));
			ClusterWorker.this.listener.masterGone();
		}

	}

}
