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

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.handoff.WorkerConnections;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.handle.HandleKind;
import io.clusterboot.ipc.Peer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the calls of the {@link Handoff} by the supervisor, and by the readers of
 * messages and queries.
 */
class HandoffTests {

	private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private final List<String> told = new ArrayList<>();

	private SupervisedCluster cluster = create(SchedulingPolicy.SHARED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void jvmGetsTheSocketAndItsAddress() {
		start(SchedulingPolicy.ROUND_ROBIN);
		assertThat(query(SERVER)).satisfies((reply) -> assertThat(reply.handedOver()).isEqualTo(address()));
		assertThat(this.cluster.forker().worker(1).received()).contains(HandleKind.TCP_LISTENER);
		assertThat(this.told).containsExactly("open " + SERVER.key());
	}

	@Test
	void nodeGetsTheAddressOnly() {
		start(SchedulingPolicy.LEAST_CONNECTIONS, Peer.NODE);
		assertThat(query(SERVER)).satisfies((reply) -> assertThat(reply.handedOver()).isEqualTo(address()));
		assertThat(this.cluster.forker().worker(1).received()).doesNotContain(HandleKind.TCP_LISTENER);
	}

	@Test
	void datagramSocketsAreSharedWhateverThePolicy() {
		start(SchedulingPolicy.SOURCE_HASH);
		assertThat(query(new ServerAddress("127.0.0.1", 0, AddressType.UDP4, 0)).handedOver()).isNull();
		assertThat(this.cluster.forker().worker(1).received()).contains(HandleKind.UDP);
		assertThat(this.told).isEmpty();
	}

	@Test
	void socketsAreSharedWhereWorkersAccept() {
		for (SchedulingPolicy policy : List.of(SchedulingPolicy.SHARED, SchedulingPolicy.REUSE_PORT)) {
			start(policy);
			assertThat(query(SERVER).handedOver()).isNull();
		}
		assertThat(this.told).isEmpty();
	}

	@Test
	void handoffFollowsTheLifeOfAWorker() {
		Supervisor supervisor = start(SchedulingPolicy.ROUND_ROBIN);
		query(SERVER);
		says(new ClusterMessage.Online());
		says(new ClusterMessage.Listening(SERVER.withPort(address().getPort())));
		this.cluster.forker().worker(1).answers(7, new Accepted(true));
		this.cluster.forker().worker(1).answers(8, new Accepted(false));
		says(new Close(SERVER.key()));
		supervisor.stop(new CompletableFuture<>());
		this.cluster.loop().run();
		this.cluster.forker().worker(1).exitsAfterDisconnect(0);
		this.cluster.loop().run();
		assertThat(this.told).containsExactly("open " + SERVER.key(), "1 listens " + SERVER.key(), "1 answers 7 TAKEN",
				"1 answers 8 DECLINED", "1 closes " + SERVER.key(), "1 drains", "1 gone", "close");
	}

	@Test
	void deathEndsItToo() {
		start(SchedulingPolicy.ROUND_ROBIN);
		query(SERVER);
		says(new ClusterMessage.Online());
		says(new ClusterMessage.Listening(SERVER.withPort(address().getPort())));
		this.cluster.forker().worker(1).exits(1);
		this.cluster.loop().run();
		assertThat(this.told).containsExactly("open " + SERVER.key(), "1 listens " + SERVER.key(), "1 drains",
				"1 gone");
	}

	private Supervisor start(SchedulingPolicy policy) {
		return start(policy, Peer.JVM);
	}

	private Supervisor start(SchedulingPolicy policy, Peer peer) {
		this.cluster.close();
		this.cluster = create(policy);
		this.cluster.forker().forkAs(peer);
		this.cluster.start();
		return this.cluster.supervisor();
	}

	private SupervisedCluster create(SchedulingPolicy policy) {
		return SupervisedCluster.create(MasterSettings.of(1).withScheduling(SchedulingSettings.of(policy)),
				new Recorder());
	}

	private ServerReply query(ServerAddress server) {
		says(new QueryServer(server, 0));
		return this.cluster.forker()
			.worker(1)
			.received()
			.stream()
			.filter(ServerReply.class::isInstance)
			.map(ServerReply.class::cast)
			.findFirst()
			.orElseThrow();
	}

	private void says(ClusterMessage message) {
		this.cluster.forker().worker(1).says(message);
		this.cluster.loop().run();
	}

	private InetSocketAddress address() {
		return this.cluster.sockets().localAddresses().get(0);
	}

	/**
	 * Records the calls.
	 */
	private final class Recorder implements Handoff {

		@Override
		public void open(String key, ListeningSocket socket) {
			HandoffTests.this.told.add("open " + key);
		}

		@Override
		public void workerListening(WorkerConnections connections, String key) {
			HandoffTests.this.told.add("%d listens %s".formatted(connections.workerId(), key));
		}

		@Override
		public void serverClosed(int workerId, String key) {
			HandoffTests.this.told.add("%d closes %s".formatted(workerId, key));
		}

		@Override
		public void workerDraining(int workerId) {
			HandoffTests.this.told.add(workerId + " drains");
		}

		@Override
		public void workerDisconnected(int workerId) {
			HandoffTests.this.told.add(workerId + " gone");
		}

		@Override
		public void answered(int workerId, int sequence, Answer answer) {
			HandoffTests.this.told.add("%d answers %d %s".formatted(workerId, sequence, answer));
		}

		@Override
		public void close() {
			HandoffTests.this.told.add("close");
		}

	}

}
