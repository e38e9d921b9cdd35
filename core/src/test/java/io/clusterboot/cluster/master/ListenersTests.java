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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.clusterboot.cluster.handoff.Handoff;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ClusterMessage.Close;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.protocol.ClusterMessage.ServerReply;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.handle.Errno;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the master closes the sockets that the cluster listens on.
 */
@Timeout(120)
class ListenersTests {

	private static final ServerAddress MAIN = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final ServerAddress SECOND = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 1);

	private final List<String> handedOver = new ArrayList<>();

	private SupervisedCluster cluster = create(SchedulingPolicy.SHARED);

	@AfterEach
	void close() {
		this.cluster.close();
	}

	@Test
	void stopClosesThemBeforeWorkersAreAskedToEnd() {
		serve(SchedulingPolicy.SHARED, MAIN);
		stop();
		assertThat(this.cluster.sockets().localAddresses()).isEmpty();
		assertThat(this.cluster.isAskedToEnd(1)).isTrue();
		assertThat(this.cluster.supervisor().workers()).hasSize(2);
	}

	@Test
	void stopWaitsUntilTheMasterAcceptsNoMore() {
		serve(SchedulingPolicy.ROUND_ROBIN, MAIN);
		stop();
		assertThat(this.handedOver).containsExactly("stop, 2 workers asked to end: false");
		assertThat(this.cluster.isAskedToEnd(1)).isTrue();
	}

	@Test
	void workerThatStillStartsGetsNoneDuringTheStop() {
		serve(SchedulingPolicy.SHARED, MAIN);
		stop();
		this.cluster.says(1, new QueryServer(SECOND, 0));
		assertThat(this.cluster.worker(1).received())
			.anyMatch((sent) -> sent instanceof ServerReply reply && reply.errno() == Errno.ECANCELED.negative());
		assertThat(this.cluster.sockets().localAddresses()).isEmpty();
	}

	@Test
	void slotThatIsRemovedLosesItsOwnAtOnce() throws Exception {
		serve(SchedulingPolicy.REUSE_PORT, MAIN);
		int second = this.cluster.sockets().obtain(MAIN, ListenOptions.backlog(0), 1).handle().descriptor();
		this.cluster.scale(1);
		assertThat(this.cluster.supervisor().workers()).hasSize(2);
		assertThat(Files.exists(Path.of("/proc/self/fd/" + second))).isFalse();
		assertThat(this.cluster.sockets().localAddresses()).hasSize(1);
	}

	@Test
	void socketThatNoWorkerServesIsClosed() {
		serve(SchedulingPolicy.SHARED, MAIN, SECOND);
		assertThat(this.cluster.sockets().localAddresses()).hasSize(2);
		this.cluster.says(1, new Close(SECOND.key()));
		assertThat(this.cluster.sockets().localAddresses()).as("worker 2 serves it").hasSize(2);
		this.cluster.says(2, new Close(SECOND.key()));
		assertThat(this.cluster.sockets().localAddresses()).hasSize(1);
		assertThat(this.handedOver).containsExactly("closed " + SECOND.key());
	}

	@Test
	void socketOfADeadWorkerStaysUntilItsSuccessorIsReady() {
		serve(SchedulingPolicy.SHARED, MAIN);
		this.cluster.says(1, new QueryServer(SECOND, 0));
		this.cluster.exits(1, 1);
		assertThat(this.cluster.sockets().localAddresses()).as("the successor may ask for it").hasSize(2);
		this.cluster.advance(Duration.ofSeconds(1));
		this.cluster.says(3, new QueryServer(MAIN, 0));
		this.cluster.ready(3);
		assertThat(this.cluster.sockets().localAddresses()).hasSize(1);
	}

	@Test
	void socketsStayWhenNoWorkerIsWanted() {
		serve(SchedulingPolicy.SHARED, MAIN);
		this.cluster.supervisor().operations().disconnectAll(new CompletableFuture<>());
		this.cluster.loop().run();
		this.cluster.drained(1);
		this.cluster.drained(2);
		assertThat(this.cluster.sockets().localAddresses()).as("connections wait for later workers").hasSize(1);
	}

	private void serve(SchedulingPolicy policy, ServerAddress... servers) {
		this.cluster.close();
		this.cluster = create(policy);
		this.cluster.start();
		for (int id = 1; id <= 2; id++) {
			for (ServerAddress server : servers) {
				this.cluster.says(id, new QueryServer(server, 0));
			}
			this.cluster.ready(id);
		}
	}

	private void stop() {
		this.cluster.supervisor().stop(new CompletableFuture<>());
		this.cluster.loop().run();
	}

	private SupervisedCluster create(SchedulingPolicy policy) {
		return SupervisedCluster.create(MasterSettings.of(2).withScheduling(SchedulingSettings.of(policy)),
				new Recorder());
	}

	/**
	 * Records when the master stops accepting.
	 */
	private final class Recorder implements Handoff {

		@Override
		public void stopAccepting(Executor executor, Runnable whenDone) {
			ListenersTests cluster = ListenersTests.this;
			cluster.handedOver.add("stop, 2 workers asked to end: %s".formatted(cluster.cluster.isAskedToEnd(1)));
			executor.execute(whenDone);
		}

		@Override
		public void socketClosed(String key) {
			ListenersTests.this.handedOver.add("closed " + key);
		}

	}

}
