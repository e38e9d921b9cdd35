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
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import io.clusterboot.testing.OpenDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * A {@link HandoffLoop} with real connections, workers that exist in the test only, and a
 * loop that is moved by hand.
 */
@Timeout(300)
abstract class HandoffLoopHarness {

	static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	static final String KEY = SERVER.key();

	final OpenDescriptors before = OpenDescriptors.sockets();

	final ManualLoop loop = new ManualLoop();

	final ScoreboardRow row = ScoreboardRow.unshared();

	final List<ClusterEvent> events = new ArrayList<>();

	final List<Socket> clients = new ArrayList<>();

	int backlog;

	final ListeningSockets listening = new ListeningSockets(SchedulingPolicy.ROUND_ROBIN);

	ListeningSocket listener;

	@Nullable ManualSource source;

	HandoffLoop handoff;

	@BeforeEach
	void listen() throws IOException {
		this.listener = this.listening.obtain(SERVER, ListenOptions.backlog(0), 0);
		open(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN));
	}

	void open(SchedulingSettings settings) {
		if (this.handoff != null) {
			this.handoff.close();
		}
		this.handoff = new HandoffLoop(settings, this.loop, (socket, target) -> {
			this.source = new ManualSource(socket, target);
			return this.source;
		}, this.row, this.events::add);
		this.handoff.open(KEY, this.listener);
		this.loop.run();
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		this.handoff.close();
		this.loop.run();
		this.listening.close();
		for (Socket client : this.clients) {
			client.close();
		}
		assertThat(this.loop.timers()).isZero();
		this.before.assertNoneIsNew();
	}

	/**
	 * End all, and the beat too.
	 */
	void stop(ConnectionWorker... workers) {
		for (ConnectionWorker worker : workers) {
			worker.dies(this.handoff);
			this.loop.run();
		}
		this.handoff.close();
		this.loop.advance(HandoffLoop.BEAT);
	}

	ConnectionWorker worker(int id) {
		return listens(new ConnectionWorker(id, id - 1, Peer.JVM));
	}

	ConnectionWorker listens(ConnectionWorker worker) {
		this.handoff.workerListening(worker.connections(), KEY);
		this.loop.run();
		return worker;
	}

	void takesAll(ConnectionWorker worker) {
		while (worker.unanswered() > 0) {
			worker.takes(this.handoff);
			this.loop.run();
		}
	}

	Socket connect() throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), this.listener.port());
		client.setSoTimeout(120_000);
		this.clients.add(client);
		this.backlog++;
		return client;
	}

	/**
	 * Accept what is in the backlog, as long as connections are let in.
	 * @return how many
	 */
	int accept() throws IOException {
		return this.source.accept();
	}

	String answer(Socket client) throws IOException {
		this.loop.run();
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	static void assertReset(Socket client) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read())
			.withMessageContaining("reset");
	}

	final class ManualSource implements ConnectionSource {

		private final Handle listener;

		private final ConnectionTarget target;

		private boolean open;

		ManualSource(Handle listener, ConnectionTarget target) {
			this.listener = listener;
			this.target = target;
		}

		int accept() throws IOException {
			io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(this.listener.descriptor());
			int count = 0;
			while (this.open && HandoffLoopHarness.this.backlog > 0 && this.target.takesMore()) {
				// The client was told that it is connected a moment earlier
				int connection = await().atMost(Duration.ofMinutes(2))
					.pollInSameThread()
					.pollDelay(Duration.ZERO)
					.pollInterval(Duration.ofMillis(1))
					.until(() -> socket.accept(new byte[25]), (descriptor) -> descriptor >= 0);
				HandoffLoopHarness.this.backlog--;
				this.target.accepted(Handle.adopt(connection), new InetSocketAddress("127.0.0.1", 40_000));
				count++;
			}
			return count;
		}

		@Override
		public void resume() {
			this.open = true;
		}

		@Override
		public void pause() {
			this.open = false;
		}

		@Override
		public void close() {
			this.open = false;
			this.listener.close();
		}

	}

}
