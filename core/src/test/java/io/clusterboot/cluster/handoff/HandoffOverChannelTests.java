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

package io.clusterboot.cluster.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.handoff.Handoff.Answer;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.protocol.ClusterMessageCodec;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Channel;
import io.clusterboot.ipc.ChannelListener;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import io.clusterboot.ipc.DisconnectCause;
import io.clusterboot.ipc.HandleType;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.ReceivedHandle;
import io.clusterboot.ipc.Sent;
import io.netty.channel.unix.FileDescriptor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HandoffLoop} with a real loop, real connections and real channels,
 * whose other ends are in this JVM too.
 */
@Timeout(300)
class HandoffOverChannelTests {

	private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final int CONNECTIONS = 1000;

	@Test
	void everyConnectionIsServedByOneOfBoth() throws Exception {
		SchedulingSettings settings = SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN);
		try (AcceptLoop loop = AcceptLoop.start("test-accept");
				ListeningSockets sockets = new ListeningSockets(SchedulingPolicy.ROUND_ROBIN);
				HandoffLoop handoff = new HandoffLoop(settings, loop,
						(listener, target) -> Acceptor.open(listener, target, loop), ScoreboardRow.unshared(),
						(event) -> {
						})
					.start();
				EchoWorker first = EchoWorker.start(1, handoff);
				EchoWorker second = EchoWorker.start(2, handoff)) {
			ListeningSocket socket = sockets.obtain(SERVER, ListenOptions.backlog(0), 0);
			handoff.open(SERVER.key(), socket);
			handoff.workerListening(new WorkerConnections(1, 0, ScoreboardRow.unshared(), first), SERVER.key());
			handoff.workerListening(new WorkerConnections(2, 1, ScoreboardRow.unshared(), second), SERVER.key());
			int[] served = new int[3];
			for (int i = 0; i < CONNECTIONS; i++) {
				try (Socket client = new Socket(InetAddress.getLoopbackAddress(), socket.port())) {
					client.setSoTimeout(120_000);
					served[client.getInputStream().read()]++;
					assertThat(client.getInputStream().read()).isEqualTo(-1);
				}
			}
			// Not half of them each: one that is slow to answer is passed over
			assertThat(served[1]).isPositive();
			assertThat(served[2]).isPositive();
			assertThat(served[1] + served[2]).isEqualTo(CONNECTIONS);
			assertThat(first.taken() + second.taken()).isEqualTo(CONNECTIONS);
		}
	}

	/**
	 * Both ends of a worker's channel: the master's, and the one of a worker that answers
	 * each connection with its id and closes it.
	 */
	private static final class EchoWorker extends HandoffOnly implements AutoCloseable {

		private final Channel master;

		private final Channel worker;

		private final AtomicInteger taken = new AtomicInteger();

		private EchoWorker(int id, Channel master, Channel worker) {
			super(id);
			this.master = master;
			this.worker = worker;
		}

		static EchoWorker start(int id, Handoff handoff) {
			ChannelPair pair = ChannelPair.open(ChannelOptions.defaults().withName("master-" + id).withPeer(Peer.JVM));
			EchoWorker worker = new EchoWorker(id, pair.channel(), Channel.open(pair.childEnd(),
					ChannelOptions.defaults().withName("worker-" + id).withPeer(Peer.JVM)));
			worker.master.start(new Listener((frame, handle) -> {
				Envelope envelope = ClusterMessageCodec.decode(frame);
				handoff.answered(id, envelope.acknowledges(), Answer.TAKEN);
			}));
			worker.worker.start(new Listener((frame, handle) -> worker.serve(frame, handle)));
			return worker;
		}

		private void serve(JsonNode frame, @Nullable ReceivedHandle handle) {
			Envelope envelope = ClusterMessageCodec.decode(frame);
			assertThat(envelope.message()).isEqualTo(new NewConnection(SERVER.key()));
			this.worker.send(ClusterMessageCodec.encode(new Envelope(0, envelope.sequence(), new Accepted(true))));
			this.taken.incrementAndGet();
			try (handle) {
				ByteBuffer answer = ByteBuffer.allocateDirect(1).put(0, (byte) id());
				new FileDescriptor(handle.handle().descriptor()).write(answer, 0, 1);
			}
			catch (IOException ex) {
				throw new AssertionError(ex);
			}
		}

		int taken() {
			return this.taken.get();
		}

		@Override
		public Sent send(Envelope message, Handle handle) {
			return this.master.send(ClusterMessageCodec.encode(message), handle, HandleType.NET_NATIVE);
		}

		@Override
		public void close() {
			this.master.close();
			this.worker.close();
		}

	}

	private record Listener(InternalMessages internalMessages) implements ChannelListener {

		@Override
		public void message(JsonNode message, @Nullable ReceivedHandle handle) {
			throw new AssertionError(message);
		}

		@Override
		public void internalMessage(JsonNode frame, @Nullable ReceivedHandle handle) {
			this.internalMessages.received(frame, handle);
		}

		@Override
		public void disconnected(DisconnectCause cause) {
		}

	}

	@FunctionalInterface
	private interface InternalMessages {

		void received(JsonNode frame, @Nullable ReceivedHandle handle);

	}

}
