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

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import io.clusterboot.cluster.event.SlotEvent.InTrouble;
import io.clusterboot.cluster.event.SlotEvent.Recovered;
import io.clusterboot.cluster.master.FakeForker.FakeWorker;
import io.clusterboot.cluster.protocol.ClusterMessage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RespawnPolicy}: when a slot is in trouble, and when the cluster gives
 * up.
 */
class GiveUpTests {

	private static final Duration LONGEST = RespawnSettings.DEFAULTS.maxDelay();

	private static final Duration PERIOD = RespawnSettings.DEFAULTS.period();

	@Test
	void slotIsInTroubleAfterOneFailureTooManyAndTheOtherServesOn() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		int worker = failFiveTimes(cluster, 2);
		assertThat(cluster.events(InTrouble.class)).isEmpty();
		cluster.exits(worker, 1);
		assertThat(cluster.events(InTrouble.class)).singleElement().satisfies((event) -> {
			assertThat(event.slot()).isEqualTo(1);
			assertThat(event.failures()).isEqualTo(6);
			assertThat(event.pause()).isEqualTo(LONGEST);
			assertThat(event.last().worker().id()).isEqualTo(worker);
		});
		for (int failure = 7; failure <= 20; failure++) {
			assertThat(lastExit(cluster).respawnDelay()).isEqualTo(LONGEST);
			cluster.advance(LONGEST);
			cluster.exits(latest(cluster), 1);
		}
		assertThat(cluster.events(InTrouble.class)).hasSize(1);
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY");
		cluster.stop();
	}

	@Test
	void slotInTroubleRecoversWhenAWorkerStaysReady() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		cluster.advance(LONGEST);
		cluster.ready(latest(cluster));
		cluster.advance(PERIOD.minusSeconds(1));
		assertThat(cluster.events(Recovered.class)).isEmpty();
		cluster.advance(Duration.ofSeconds(1));
		assertThat(cluster.events(Recovered.class)).singleElement().satisfies((event) -> {
			assertThat(event.slot()).isEqualTo(1);
			assertThat(event.troubled()).isEqualTo(LONGEST.plus(PERIOD));
		});
		cluster.exits(latest(cluster), 1);
		assertThat(lastExit(cluster).respawnDelay()).isEqualTo(Duration.ofMillis(100));
		cluster.stop();
	}

	@Test
	void timeInWhichAWorkerIsUnreadyDoesNotCountForTheRecovery() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		cluster.advance(LONGEST);
		cluster.ready(latest(cluster));
		cluster.advance(Duration.ofSeconds(20));
		cluster.says(latest(cluster), new ClusterMessage.Readiness(false));
		cluster.advance(PERIOD);
		assertThat(cluster.events(Recovered.class)).isEmpty();
		cluster.says(latest(cluster), new ClusterMessage.Readiness(true));
		cluster.advance(PERIOD.minusSeconds(20));
		assertThat(cluster.events(Recovered.class)).hasSize(1);
		cluster.stop();
	}

	@Test
	void givesUpWhenNoWorkerIsReadyAndEverySlotIsInTrouble() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		int worker = failFiveTimes(cluster, 1);
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.exits(worker, 1);
		assertThat(cluster.events(GaveUp.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason())
				.isEqualTo("no worker is ready, and every slot failed more than 5 times in a row");
			assertThat(event.failures()).extracting((exit) -> exit.worker().slot()).contains(0, 1);
		});
		cluster.supervisor().workers().forEach((left) -> cluster.drained(left.id()));
		assertThat(cluster.supervisor().ends().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

	@Test
	void givesUpForOneSlotIfToldTo() {
		SupervisedCluster cluster = SupervisedCluster.serving(withRespawn(GiveUpRule.ANY));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		assertThat(cluster.events(GaveUp.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason()).isEqualTo("slot 1 is in trouble (cluster.respawn.give-up: any)");
			assertThat(event.failures()).hasSize(6).allMatch((exit) -> exit.worker().slot() == 1);
		});
		assertThat(cluster.supervisor().ends().gaveUp()).isNotDone();
		cluster.drained(1);
		assertThat(cluster.supervisor().ends().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

	@Test
	void failuresOfWorkersThatStartAndEndSlowlyAreARow() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.exits(1, 1);
		for (int id = 2; id <= 6; id++) {
			assertThat(cluster.events(GaveUp.class)).isEmpty();
			cluster.advance(LONGEST);
			cluster.listensUnready(id);
			cluster.advance(Duration.ofSeconds(30));
			cluster.exits(id, 1);
		}
		assertThat(cluster.events(GaveUp.class)).hasSize(1);
		assertThat(cluster.supervisor().ends().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

	/**
	 * The whole period, and most of it.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 60, 40 })
	void workersOfUseAreNoTrouble(int seconds) {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		for (int id = 1; id <= 30; id++) {
			cluster.advance(Duration.ofSeconds(seconds));
			cluster.exits(id, 1);
			assertThat(lastExit(cluster).respawnDelay()).isEqualTo(Duration.ofMillis(100));
			cluster.advance(Duration.ofMillis(100));
			cluster.ready(id + 1);
		}
		assertThat(cluster.events(InTrouble.class)).isEmpty();
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.stop();
	}

	@Test
	void workersThatServeForASmallPartOfThePeriodAreATrouble() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		int worker = 2;
		for (int failure = 1; failure <= 6; failure++) {
			assertThat(cluster.events(InTrouble.class)).isEmpty();
			cluster.advance(Duration.ofSeconds(9));
			cluster.exits(worker, 1);
			cluster.advance(lastExit(cluster).respawnDelay());
			worker = latest(cluster);
			cluster.ready(worker);
		}
		assertThat(cluster.events(InTrouble.class)).singleElement()
			.satisfies((event) -> assertThat(event.failures()).isEqualTo(6));
		cluster.stop();
	}

	@Test
	void slotInTroubleRecoversWhenSeveralWorkersTogetherServeForThePeriod() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		cluster.advance(LONGEST);
		cluster.ready(latest(cluster));
		cluster.advance(Duration.ofSeconds(40));
		cluster.exits(latest(cluster), 1);
		assertThat(lastExit(cluster).respawnDelay()).isEqualTo(LONGEST);
		cluster.advance(LONGEST);
		cluster.ready(latest(cluster));
		cluster.advance(Duration.ofSeconds(19));
		assertThat(cluster.events(Recovered.class)).isEmpty();
		cluster.advance(Duration.ofSeconds(1));
		assertThat(cluster.events(Recovered.class)).hasSize(1);
		cluster.stop();
	}

	@Test
	void slotThatGoesOnToFailDoesNotRecover() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(failFiveTimes(cluster, 2), 1);
		for (int failure = 1; failure <= 20; failure++) {
			cluster.advance(LONGEST);
			cluster.ready(latest(cluster));
			cluster.advance(Duration.ofSeconds(9));
			cluster.exits(latest(cluster), 1);
		}
		assertThat(cluster.events(Recovered.class)).isEmpty();
		assertThat(cluster.events(InTrouble.class)).hasSize(1);
		cluster.stop();
	}

	@Test
	void failedForksCountForNoSlotAndAreTriedAgainUntilOneSucceeds() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.forker().failNext(20);
		cluster.exits(2, 1);
		for (int fork = 1; fork <= 21; fork++) {
			cluster.advance(lastExit(cluster).respawnDelay());
		}
		assertThat(cluster.exits()).hasSize(21)
			.last()
			.satisfies((exit) -> assertThat(exit.cause()).isEqualTo(new ExitCause.NotStarted("no more processes")));
		assertThat(cluster.events(InTrouble.class)).isEmpty();
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "23:slot1:gen0:STARTING");
		cluster.ready(23);
		cluster.stop();
	}

	@Test
	void givesUpWhenNoWorkerIsReadyAndNoneCanBeForked() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.forker().failNext(Integer.MAX_VALUE);
		cluster.exits(1, 137);
		cluster.advance(LONGEST);
		assertThat(cluster.events(GaveUp.class)).hasSize(1);
		assertThat(cluster.exits()).as("the kill and six forks").hasSize(7);
		cluster.assertNothingIsLeft();
	}

	@Test
	void rollUnderWayMayBringCodeThatWorks() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		int worker = failFiveTimes(cluster, 1);
		cluster.roll();
		int newcomer = latest(cluster);
		assertThat(newcomer).isGreaterThan(worker);
		cluster.exits(worker, 1);
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.ready(newcomer);
		assertThat(cluster.alive()).containsExactly("%d:slot0:gen1:READY".formatted(newcomer));
		cluster.stop();
	}

	@Test
	void killsFromOutsideNeitherEndTheClusterNorSlowItDown() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		for (int id = 1; id <= 60; id++) {
			cluster.exits(id, 137);
			cluster.advance(Duration.ofMillis(100));
			cluster.ready(id + 1);
			cluster.advance(Duration.ofMillis(900));
		}
		assertThat(cluster.forker().workers()).hasSize(61);
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.stop();
	}

	@Test
	void workerThatExitsWithTwoIsNotStartedAgain() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(1, 2);
		cluster.advance(Duration.ofMinutes(1));
		assertThat(cluster.alive()).containsExactly("2:slot1:gen0:READY");
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.exits(2, 2);
		assertThat(cluster.events(GaveUp.class)).singleElement()
			.matches((event) -> event.reason().equals("every worker exited with code 2 (do not respawn)"));
		assertThat(cluster.supervisor().ends().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

	/**
	 * Let a worker and its successors fail, five in all, without one that gets ready.
	 * @return the id of the sixth
	 */
	private static int failFiveTimes(SupervisedCluster cluster, int first) {
		int worker = first;
		for (int failure = 1; failure <= 5; failure++) {
			cluster.exits(worker, 1);
			cluster.advance(lastExit(cluster).respawnDelay());
			worker = latest(cluster);
		}
		return worker;
	}

	private static int latest(SupervisedCluster cluster) {
		List<FakeWorker> workers = cluster.forker().workers();
		return workers.get(workers.size() - 1).request().workerId();
	}

	private static Exited lastExit(SupervisedCluster cluster) {
		return cluster.exits().get(cluster.exits().size() - 1);
	}

	private static MasterSettings withRespawn(GiveUpRule rule) {
		RespawnSettings defaults = RespawnSettings.DEFAULTS;
		return MasterSettings.of(2)
			.withReplacement(new RespawnSettings(defaults.initialDelay(), defaults.maxDelay(), defaults.maxFailures(),
					defaults.period(), rule), RollingSettings.DEFAULTS, RecycleSettings.NEVER);
	}

}
