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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.protocol.ClusterMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More workers, fewer workers, and workers that leave on purpose.
 */
class ScalingTests {

	private final SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));

	@Test
	void upForksAndIsDoneWhenAllAreReady() {
		CompletableFuture<Integer> scaled = this.cluster.scale(4);
		assertThat(this.cluster.supervisor().size()).isEqualTo(4);
		this.cluster.ready(3);
		assertThat(scaled).isNotDone();
		this.cluster.ready(4);
		assertThat(scaled).isCompletedWithValue(4);
		assertThat(this.cluster.forker().workers()).extracting((worker) -> worker.request().clusterSize())
			.containsExactly(2, 2, 4, 4);
		this.cluster.stop();
	}

	@Test
	void moreThanTheScoreboardHasSpaceForFailsAndTheNumberStays() {
		CompletableFuture<Integer> scaled = this.cluster.scale(100);
		assertThat(scaled).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("Scoreboard rows: 200 (expected: at most 128)");
		assertThat(this.cluster.supervisor().size()).isEqualTo(2);
		assertThat(this.cluster.forker().workers()).hasSize(2);
		assertThat(this.cluster.scale(2)).isCompletedWithValue(2);
		this.cluster.stop();
	}

	@Test
	void moreThanThereArePortsForFailsAndTheNumberStays() {
		WorkerLaunch launch = SupervisedCluster.LAUNCH
			.appendVmOptions(List.of("-Dcom.sun.management.jmxremote.port=65531"));
		SupervisedCluster watched = SupervisedCluster.create(MasterSettings.of(1), launch);
		watched.start();
		watched.ready(1);
		CompletableFuture<Integer> scaled = watched.scale(3);
		assertThat(scaled).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("-Dcom.sun.management.jmxremote.port=65531 leads to port 65537");
		assertThat(watched.supervisor().size()).isEqualTo(1);
		watched.scale(2);
		watched.ready(2);
		assertThat(watched.supervisor().size()).isEqualTo(2);
		watched.stop();
		this.cluster.stop();
	}

	@Test
	void downDrainsTheHighestSlotsAndIsDoneWhenTheyAreGone() {
		CompletableFuture<Integer> scaled = this.cluster.scale(1);
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:DRAINING");
		assertThat(scaled).isNotDone();
		this.cluster.drained(2);
		assertThat(scaled).isCompletedWithValue(1);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.forker().workers()).hasSize(2);
		this.cluster.stop();
	}

	@Test
	void upAgainWhileTheOldOneDrainsFillsTheSlotAnew() {
		CompletableFuture<Integer> down = this.cluster.scale(1);
		CompletableFuture<Integer> up = this.cluster.scale(2);
		assertThat(down).isCompletedExceptionally();
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:DRAINING",
				"3:slot1:gen0:STARTING");
		this.cluster.ready(3);
		this.cluster.drained(2);
		assertThat(up).isCompletedWithValue(2);
		this.cluster.stop();
	}

	@Test
	void theLastWorkerStaysWhenOneLessIsAskedForManyTimes() {
		for (int i = 0; i < 5; i++) {
			this.cluster.supervisor().operations().scaleBy(-1);
		}
		this.cluster.loop().run();
		this.cluster.drained(2);
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void stopEndsAScaling() {
		CompletableFuture<Integer> scaled = this.cluster.scale(3);
		this.cluster.stop();
		assertThat(scaled.handle((size, failure) -> failure).join()).isInstanceOf(CancellationException.class);
	}

	@Test
	void oneMoreHasItsOwnEnvironmentAndSoHaveItsSuccessors() {
		CompletableFuture<WorkerInfo> forked = new CompletableFuture<>();
		this.cluster.supervisor().operations().forkMore(Map.of("COLOUR", "green"), forked);
		this.cluster.loop().run();
		assertThat(forked).isCompletedWithValueMatching((worker) -> worker.id() == 3 && worker.slot() == 2);
		this.cluster.ready(3);
		this.cluster.exits(3, 1);
		this.cluster.advance(Duration.ofMillis(100));
		assertThat(List.of(3, 4))
			.allMatch((id) -> this.cluster.worker(id).request().environment().equals(Map.of("COLOUR", "green")));
		this.cluster.stop();
	}

	@Test
	void disconnectedWorkerLeavesItsSlotEmpty() {
		this.cluster.supervisor().operations().disconnect(2);
		this.cluster.supervisor().operations().disconnect(2);
		this.cluster.loop().run();
		assertThat(this.cluster.worker(2).received()).containsExactly(new ClusterMessage.Disconnect());
		this.cluster.drained(2);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY");
		assertThat(this.cluster.exits()).singleElement().matches(ClusterEvent.Exited::expected);
		this.cluster.stop();
	}

	@Test
	void workerThatSaysItLeavesIsLetGo() {
		this.cluster.says(1, new ClusterMessage.ExitedAfterDisconnect());
		assertThat(this.cluster.worker(1).received()).containsExactly(new ClusterMessage.Acknowledged());
		this.cluster.exits(1, 42);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.exits()).singleElement().matches(ClusterEvent.Exited::expected);
		assertThat(this.cluster.forker().workers()).hasSize(2);
		this.cluster.stop();
	}

	@Test
	void rollFillsSlotsThatWereLeft() {
		this.cluster.supervisor().operations().disconnect(1);
		this.cluster.loop().run();
		this.cluster.drained(1);
		this.cluster.roll();
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen1:STARTING");
		this.cluster.stop();
	}

	@Test
	void disconnectOfAllIsDoneWhenTheyAreGoneAndTheSocketStaysOpen() {
		CompletableFuture<Void> gone = new CompletableFuture<>();
		this.cluster.supervisor().operations().disconnectAll(gone);
		this.cluster.loop().run();
		this.cluster.drained(1);
		assertThat(gone).isNotDone();
		this.cluster.drained(2);
		assertThat(gone).isCompleted();
		CompletableFuture<Void> again = new CompletableFuture<>();
		this.cluster.supervisor().operations().disconnectAll(again);
		assertThat(again).isCompleted();
		this.cluster.stop();
	}

	@Test
	void setUpBuildsOnWhatWasSetUpBeforeAndHoldsForLaterForks() {
		setUp("-Da=1");
		setUp("-Db=2");
		this.cluster.scale(3);
		assertThat(SupervisedCluster.command(this.cluster.worker(2).request().launch()).vmOptions()).isEmpty();
		assertThat(SupervisedCluster.command(this.cluster.worker(3).request().launch()).vmOptions())
			.containsExactly("-Da=1", "-Db=2");
		assertThat(this.cluster.events(ClusterEvent.SetUp.class)).hasSize(2);
		this.cluster.stop();
	}

	private void setUp(String option) {
		CompletableFuture<WorkerLaunch> done = new CompletableFuture<>();
		this.cluster.supervisor()
			.operations()
			.setUp((launch) -> new WorkerLaunch(SupervisedCluster.command(launch).appendVmOptions(List.of(option)),
					launch.environment(), launch.workingDirectory()), done);
		assertThat(done).isCompleted();
	}

}
