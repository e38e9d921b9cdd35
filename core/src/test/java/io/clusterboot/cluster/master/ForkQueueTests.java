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

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.launch.ConfigurationVersions;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.protocol.ClusterMessage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers of new slots that start one after another.
 */
class ForkQueueTests {

	private final SupervisedCluster cluster = SupervisedCluster
		.create(MasterSettings.of(3).withForkParallelism(new ForkParallelism(1, 2, false)));

	@Test
	void nextOneIsForkedWhenTheFirstAcceptsConnections() {
		this.cluster.start();
		assertThat(forked()).containsExactly(0);
		this.cluster.says(1, new ClusterMessage.Online());
		assertThat(forked()).containsExactly(0);
		this.cluster.ready(1);
		assertThat(forked()).containsExactly(0, 1);
		this.cluster.listensUnready(2);
		assertThat(forked()).containsExactly(0, 1, 2);
		assertThat(this.cluster.serving()).isNotDone();
		this.cluster.says(2, new ClusterMessage.Readiness(true));
		this.cluster.ready(3);
		assertThat(this.cluster.serving()).isCompleted();
		this.cluster.stop();
	}

	@Test
	void moreStartAtTheSameTimeFromArchives() {
		WorkerLaunch launch = new WorkerLaunch(new WorkerProgram.Command(List.of("x")), Map.of(), Map.of(), null,
				Map.of(), OptionalInt.empty(), OptionalInt.empty());
		ForkParallelism parallelism = new ForkParallelism(1, 2, false);
		assertThat(parallelism.of(new Deployment(0, launch))).isOne();
		assertThat(parallelism.of(new Deployment(0, launch, ConfigurationVersions.NONE, true))).isEqualTo(2);
	}

	@Test
	void nextOneIsForkedWhenTheFirstEnds() {
		this.cluster.start();
		this.cluster.exits(1, 1);
		assertThat(forked()).containsExactly(0, 1);
		this.cluster.advance(RespawnSettings.DEFAULTS.initialDelay());
		assertThat(forked()).containsExactly(0, 1, 0);
		this.cluster.stop();
	}

	@Test
	void workerThatWaitsDoesNotHoldUpTheOthers() {
		this.cluster.start();
		this.cluster.advance(ForkQueue.LONGEST_TURN);
		assertThat(forked()).containsExactly(0, 1);
		this.cluster.advance(ForkQueue.LONGEST_TURN);
		assertThat(forked()).containsExactly(0, 1, 2);
		this.cluster.stop();
	}

	@Test
	void firstWorkerIsAloneHoweverLongItTakes() {
		SupervisedCluster migrating = SupervisedCluster
			.create(MasterSettings.of(3).withForkParallelism(new ForkParallelism(3, 3, true)));
		migrating.start();
		migrating.advance(ForkQueue.LONGEST_TURN.multipliedBy(3));
		assertThat(migrating.forker().workers()).hasSize(1);
		migrating.ready(1);
		assertThat(migrating.forker().workers()).hasSize(3);
		migrating.ready(2);
		migrating.ready(3);
		assertThat(migrating.serving()).isCompleted();
		migrating.stop();
	}

	@Test
	void firstWorkerIsAloneUntilItIsReady() {
		SupervisedCluster migrating = SupervisedCluster
			.create(MasterSettings.of(3).withForkParallelism(new ForkParallelism(3, 3, true)));
		migrating.start();
		migrating.listensUnready(1);
		migrating.advance(ForkQueue.LONGEST_TURN.multipliedBy(3));
		assertThat(migrating.forker().workers()).hasSize(1);
		migrating.says(1, new ClusterMessage.Readiness(true));
		assertThat(migrating.forker().workers()).hasSize(3);
		migrating.stop();
	}

	@Test
	void firstWorkerThatDoesNotGetReadyIsNotWaitedForWithoutEnd() {
		MasterSettings settings = MasterSettings.of(3).withForkParallelism(new ForkParallelism(3, 3, true));
		SupervisedCluster migrating = SupervisedCluster.create(settings);
		migrating.start();
		migrating.listensUnready(1);
		migrating.advance(settings.startupTimeout());
		assertThat(migrating.forker().workers()).hasSize(3);
		migrating.stop();
	}

	@Test
	void workerThatFollowsOneThatWasNotReadyIsAloneAsLong() {
		MasterSettings settings = MasterSettings.of(3).withForkParallelism(new ForkParallelism(3, 3, true));
		SupervisedCluster migrating = SupervisedCluster.create(settings);
		migrating.start();
		migrating.listensUnready(1);
		migrating.advance(settings.startupTimeout().dividedBy(2));
		migrating.exits(1, 1);
		assertThat(migrating.forker().workers()).hasSize(2);
		migrating.listensUnready(2);
		migrating.advance(settings.startupTimeout().dividedBy(2));
		assertThat(migrating.forker().workers()).hasSize(2);
		migrating.says(2, new ClusterMessage.Readiness(true));
		assertThat(migrating.forker().workers()).hasSizeGreaterThan(2);
		migrating.stop();
	}

	@Test
	void nextWorkerIsAloneWhenTheFirstFails() {
		SupervisedCluster migrating = SupervisedCluster
			.create(MasterSettings.of(3).withForkParallelism(new ForkParallelism(3, 3, true)));
		migrating.start();
		migrating.exits(1, 1);
		assertThat(migrating.forker().workers()).hasSize(2);
		migrating.ready(2);
		assertThat(migrating.forker().workers()).hasSize(3);
		migrating.stop();
	}

	@Test
	void noneIsForkedAfterStop() {
		this.cluster.start();
		this.cluster.stop();
		assertThat(forked()).containsExactly(0);
	}

	@Test
	void slotsThatAreAddedLaterHaveTheirTurnsToo() {
		this.cluster.start();
		this.cluster.ready(1);
		this.cluster.ready(2);
		this.cluster.ready(3);
		CompletableFuture<Integer> scaled = this.cluster.scale(5);
		assertThat(forked()).containsExactly(0, 1, 2, 3);
		this.cluster.ready(4);
		this.cluster.ready(5);
		assertThat(scaled).isCompletedWithValue(5);
		this.cluster.stop();
	}

	@Test
	void slotThatIsRemovedBeforeItsTurnStaysEmpty() {
		this.cluster.start();
		this.cluster.ready(1);
		this.cluster.ready(2);
		this.cluster.ready(3);
		this.cluster.scale(5);
		CompletableFuture<Integer> scaled = this.cluster.scale(4);
		this.cluster.ready(4);
		assertThat(scaled).isCompletedWithValue(4);
		assertThat(forked()).containsExactly(0, 1, 2, 3);
		this.cluster.stop();
	}

	@Test
	void oneMoreIsForkedAtOnce() {
		this.cluster.start();
		CompletableFuture<WorkerInfo> forked = new CompletableFuture<>();
		this.cluster.supervisor().operations().forkMore(Map.of(), forked);
		this.cluster.loop().run();
		assertThat(forked.join().slot()).isEqualTo(3);
		assertThat(forked()).containsExactly(0, 3);
		this.cluster.stop();
	}

	private List<Integer> forked() {
		return this.cluster.forker().workers().stream().map((worker) -> worker.request().slot()).toList();
	}

}
