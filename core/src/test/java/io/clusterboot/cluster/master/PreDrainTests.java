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

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PreDrain}, and for what the master publishes in shared memory.
 */
class PreDrainTests {

	private static final Duration DELAY = Duration.ofSeconds(10);

	private static final MasterSettings SETTINGS = MasterSettings.of(2).withPreDrainDelay(DELAY);

	private final CompletableFuture<Void> stopped = new CompletableFuture<>();

	@Test
	void publishesHowManyWorkersAreReady() {
		SupervisedCluster cluster = SupervisedCluster.create(MasterSettings.of(2));
		cluster.start();
		assertThat(cluster.published().summary()).contains(new ClusterSummary(0, 2, false));
		assertThat(cluster.published().pulse()).isNotZero();
		cluster.ready(1);
		cluster.listensUnready(2);
		assertThat(cluster.published().summary()).contains(new ClusterSummary(1, 2, false));
		assertThat(cluster.row(2).published().worker())
			.contains(new PublishedWorker(2, 1, cluster.worker(2).pid(), 0, WorkerState.LISTENING.ordinal()));
		cluster.says(2, new ClusterMessage.Readiness(true));
		assertThat(cluster.published().summary()).contains(new ClusterSummary(2, 2, false));
		cluster.exits(1, 1);
		assertThat(cluster.published().summary()).contains(new ClusterSummary(1, 2, false));
		assertThat(cluster.row(1).published().worker()).isEmpty();
		cluster.stop();
	}

	@Test
	void servesOnOutOfServiceUntilTheDelayIsOver() {
		SupervisedCluster cluster = SupervisedCluster.serving(SETTINGS);
		begin(cluster);
		assertThat(cluster.published().summary()).contains(new ClusterSummary(2, 2, true));
		assertThat(cluster.status().master().phase()).isEqualTo(MasterStatus.Phase.STOPPING);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		cluster.exits(1, 1);
		cluster.advance(Duration.ofSeconds(1));
		cluster.ready(3);
		cluster.advance(DELAY.minusSeconds(2));
		assertThat(cluster.worker(2).received()).isEmpty();
		cluster.advance(Duration.ofSeconds(1));
		drain(cluster, 2, 3);
		assertThat(cluster.events(StopEvent.class)).containsExactly(new StopEvent.Announced(DELAY),
				new StopEvent.Started(2), new StopEvent.Finished(Duration.ZERO));
	}

	@Test
	void furtherRequestsWaitForTheSameEnd() {
		SupervisedCluster cluster = SupervisedCluster.serving(SETTINGS);
		cluster.supervisor().preDrain().request(null, "by an operator");
		assertThat(cluster.supervisor().ends().stopRequested()).isCompleted();
		begin(cluster);
		cluster.supervisor().preDrain().request(null, "again");
		cluster.advance(DELAY);
		drain(cluster, 1, 2);
		assertThat(cluster.events(StopEvent.Requested.class)).hasSize(1);
	}

	@Test
	void isCutShortAndThenKills() {
		SupervisedCluster cluster = SupervisedCluster.serving(SETTINGS);
		begin(cluster);
		cluster.supervisor().stopNow();
		assertThat(cluster.isAskedToEnd(1)).isTrue();
		assertThat(cluster.worker(1).received()).hasSize(1);
		cluster.supervisor().stopNow();
		assertThat(cluster.worker(1).received()).hasSize(2);
		drain(cluster, 1, 2);
	}

	@Test
	void clusterThatDoesNotServeStopsAtOnce() {
		SupervisedCluster cluster = SupervisedCluster.create(SETTINGS);
		cluster.start();
		begin(cluster);
		drain(cluster, 1, 2);
		assertThat(cluster.events(StopEvent.Announced.class)).isEmpty();
	}

	private void begin(SupervisedCluster cluster) {
		cluster.supervisor().preDrain().begin(this.stopped);
		cluster.loop().run();
	}

	private void drain(SupervisedCluster cluster, int... ids) {
		for (int id : ids) {
			assertThat(this.stopped).isNotDone();
			cluster.drained(id);
		}
		assertThat(this.stopped).isCompleted();
		cluster.assertNothingIsLeft();
	}

}
