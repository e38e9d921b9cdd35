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

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.process.ExitStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Supervisor}: workers that end by themselves, or never get ready.
 */
class WorkerEndTests {

	@Test
	void workerThatEndsByItselfDrainsAtOnceAndIsReplaced() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.says(2, new ClusterMessage.Ending(null));
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:DRAINING");
		cluster.says(2, new ClusterMessage.Ending("its context was closed"));
		cluster.exits(2, 0);
		assertThat(cluster.exits()).singleElement().satisfies((exit) -> {
			assertThat(exit.expected()).isFalse();
			assertThat(exit.cause())
				.isEqualTo(new ExitCause.EndedByApplication(new ExitStatus(0), "its context was closed"));
			assertThat(exit.respawnDelay()).isEqualTo(Duration.ofMillis(100));
		});
		cluster.advance(Duration.ofMillis(100));
		cluster.ready(3);
		cluster.stop();
	}

	@Test
	void workerThatEndsByItselfAndDoesNotIsKilled() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.says(1, new ClusterMessage.Ending("its start failed"));
		cluster.advance(MasterSettings.DEFAULT_DRAIN_TIMEOUT.plus(MasterSettings.DRAIN_MARGIN));
		assertThat(cluster.worker(1).received()).isNotEmpty();
		cluster.exits(1, 137);
		cluster.stop();
	}

	@Test
	void signalExplainsMoreThanTheAnnouncement() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.says(1, new ClusterMessage.Ending("its context was closed"));
		cluster.exits(1, 137);
		assertThat(cluster.exits()).singleElement()
			.matches((exit) -> exit.cause() instanceof ExitCause.Signalled && exit.status().code() == 137);
		cluster.stop();
	}

	@Test
	void canaryThatEndsByItselfFailsTheRoll() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		var roll = cluster.roll();
		cluster.ready(2);
		cluster.says(2, new ClusterMessage.Ending("its context was closed"));
		assertThat(roll).isCompletedExceptionally();
		cluster.exits(2, 0);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY");
		cluster.stop();
	}

	@Test
	void canaryThatIsEndingIsNotPassedBeforeItsExitTellsWhy() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		var roll = cluster.roll();
		cluster.ready(2);
		cluster.says(2, new ClusterMessage.Ending(null));
		cluster.advance(RollingSettings.DEFAULTS.canaryTime().plusSeconds(1));
		assertThat(roll).isNotDone();
		cluster.exits(2, 9);
		assertThat(roll).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.withMessageContaining("ended with exit code 9 while it was watched");
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY");
		cluster.stop();
	}

	@Test
	void workerThatListensIsNotCountedAsServing() {
		SupervisedCluster cluster = SupervisedCluster.create(MasterSettings.of(2));
		cluster.start();
		cluster.ready(1);
		cluster.listensUnready(2);
		assertThat(cluster.serving()).isNotDone();
		cluster.exits(2, 1);
		assertThat(cluster.events(Serving.class)).singleElement()
			.matches((event) -> event.ready() == 1 && event.size() == 2);
		cluster.stop();
	}

	@Test
	void startFailsWhenEveryFirstWorkerListensAndNoneGetsReady() {
		SupervisedCluster cluster = SupervisedCluster.create(MasterSettings.of(1));
		cluster.start();
		cluster.listensUnready(1);
		cluster.exits(1, 1);
		assertThat(cluster.serving()).isCompletedExceptionally();
		cluster.stop();
	}

	@Test
	void workerThatListensAndDoesNotGetReadyIsWaitedForUntilTheStartupTimeout() {
		SupervisedCluster cluster = SupervisedCluster.create(MasterSettings.of(2));
		cluster.start();
		cluster.ready(1);
		cluster.listensUnready(2);
		cluster.advance(MasterSettings.DEFAULT_STARTUP_TIMEOUT.minusSeconds(1));
		assertThat(cluster.serving()).isNotDone();
		cluster.advance(Duration.ofSeconds(1));
		assertThat(cluster.serving()).isCompletedWithValueMatching((it) -> it.ready() == 1 && it.size() == 2);
		cluster.stop();
	}

	@Test
	void workerThatUsesTheProcessorMayStartLonger() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		var roll = cluster.roll();
		cluster.worker(2).says(new ClusterMessage.Online());
		for (int quarter = 0; quarter < 6; quarter++) {
			cluster.worker(2).uses(Duration.ofSeconds(2));
			cluster.advance(Duration.ofSeconds((quarter == 0) ? 60 : 15));
			assertThat(cluster.worker(2).received()).isEmpty();
			assertThat(roll).isNotDone();
		}
		cluster.ready(2);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot0:gen1:READY");
		cluster.stop();
	}

	@Test
	void workerThatUsesTheProcessorForEverIsEnded() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		var roll = cluster.roll();
		cluster.listensUnready(2);
		for (int quarter = 0; quarter < 12; quarter++) {
			cluster.worker(2).uses(Duration.ofSeconds(2));
			cluster.advance(Duration.ofSeconds((quarter == 0) ? 60 : 15));
		}
		assertThat(roll).isCompletedExceptionally();
		assertThat(cluster.isAskedToEnd(2)).isTrue();
		cluster.drained(2);
		cluster.stop();
	}

	@Test
	void workerThatIdlesInItsStartIsEndedWithinAQuarterOfTheTimeout() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		var roll = cluster.roll();
		cluster.listensUnready(2);
		cluster.worker(2).uses(Duration.ofSeconds(8));
		cluster.advance(Duration.ofSeconds(60));
		assertThat(roll).isNotDone();
		cluster.worker(2).uses(Duration.ofMillis(100));
		cluster.advance(Duration.ofSeconds(15));
		assertThat(roll).isCompletedExceptionally();
		cluster.drained(2);
		cluster.stop();
	}

	@Test
	void workerCanAskForTheStopOfTheCluster() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.says(2, new ClusterMessage.StopCluster("its shutdown endpoint was called"));
		assertThat(cluster.supervisor().ends().stopRequested()).isCompleted();
		assertThat(cluster.events(StopEvent.Requested.class)).singleElement()
			.matches((event) -> event.worker().id() == 2);
		cluster.says(2, new ClusterMessage.StopCluster("its shutdown endpoint was called"));
		assertThat(cluster.events(StopEvent.Requested.class)).hasSize(1);
		cluster.drained(1);
		cluster.drained(2);
		cluster.assertNothingIsLeft();
	}

	@Test
	void slotThatExitCodeTwoLeftEmptyIsFilledWhenTheNumberOfWorkersIsSet() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(2, 2);
		cluster.advance(Duration.ofMinutes(1));
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY");
		cluster.scale(2);
		cluster.advance(Duration.ofMillis(100));
		cluster.ready(3);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "3:slot1:gen0:READY");
		cluster.stop();
	}

}
