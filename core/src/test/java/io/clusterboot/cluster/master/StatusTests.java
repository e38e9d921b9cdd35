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
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.MasterStatus;
import io.clusterboot.cluster.RollStatus;
import io.clusterboot.cluster.SlotStatus;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StatusAssembler}, {@link StatusHistory}, {@link PublishedWorkers},
 * {@link IncidentLog} and {@link ProcessUsage}.
 */
class StatusTests {

	@Test
	void hasTheNumbersOfEveryWorker() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		ScoreboardRow row = cluster.row(2);
		row.heap(50, 200);
		row.collectionTime(30);
		row.connectionAccepted();
		row.requestBegun();
		row.requestBegun();
		row.requestEnded();
		row.serverError();
		row.answerTime(5);
		row.loopLag(12);
		row.threadPool(new ThreadPoolLoad(2000, 1500));
		ClusterStatus status = cluster.status();
		assertThat(status.workers()).extracting(WorkerStatus::slot).containsExactly(0, 1);
		WorkerStatus worker = status.worker(2).orElseThrow();
		assertThat(worker.pid()).isEqualTo(1002);
		assertThat(worker.state()).isEqualTo(WorkerState.READY);
		assertThat(worker.residentBytes()).isEqualTo(1002);
		assertThat(worker.processorTime()).isEqualTo(Duration.ofSeconds(1));
		assertThat(worker.heap()).isEqualTo(new WorkerStatus.Heap(50, 200, Duration.ofMillis(30)));
		assertThat(worker.traffic())
			.isEqualTo(new WorkerStatus.Traffic(1, 1, 1, 2, 1, 0, 0, Duration.ofNanos(5), Duration.ofMillis(12)));
		assertThat(worker.threadPool())
			.isEqualTo(new WorkerStatus.ThreadPool(Duration.ofSeconds(2), Duration.ofMillis(1500)));
		assertThat(status.worker(1).orElseThrow().threadPool()).isEqualTo(WorkerStatus.ThreadPool.FREE);
		MasterStatus master = status.master();
		assertThat(master.phase()).isEqualTo(MasterStatus.Phase.SERVING);
		assertThat(master.ready()).isEqualTo(2);
		assertThat(master.connections()).isEqualTo(1);
		assertThat(status.slots()).containsExactly(new SlotStatus(0, 0, false, null),
				new SlotStatus(1, 0, false, null));
		cluster.stop();
		assertThat(cluster.status().master().phase()).isEqualTo(MasterStatus.Phase.STOPPING);
	}

	@Test
	void clusterThatServesHasItsAddresses() {
		StatusHistory history = new StatusHistory(Clock.systemUTC());
		assertThat(history.snapshot().phase()).isEqualTo(MasterStatus.Phase.STARTING);
		history.happened(new ClusterEvent.Serving(List.of(new InetSocketAddress(8080)), 2, 2, Duration.ofSeconds(1)));
		assertThat(history.snapshot().phase()).isEqualTo(MasterStatus.Phase.SERVING);
		assertThat(history.snapshot().addresses()).containsExactly("*:8080");
	}

	@Test
	void travelsAsJson() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(1, 3);
		cluster.roll();
		ClusterStatus status = cluster.status();
		assertThat(ControlCodec.status(ControlCodec.json(status))).isEqualTo(status);
		cluster.stop();
	}

	@Test
	void drainingWorkerShowsSinceWhen() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		Instant ready = cluster.status().worker(2).orElseThrow().since();
		cluster.scale(1);
		WorkerStatus draining = cluster.status().worker(2).orElseThrow();
		assertThat(draining.state()).isEqualTo(WorkerState.DRAINING);
		assertThat(draining.since()).isAfterOrEqualTo(ready);
		assertThat(cluster.status().slots()).extracting(SlotStatus::slot).containsExactly(0);
		cluster.stop();
	}

	@Test
	void slotRemembersItsLastExit() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.row(1).requestBegun();
		cluster.exits(1, 3);
		cluster.advance(Duration.ofMillis(100));
		cluster.ready(2);
		SlotStatus slot = cluster.status().slots().get(0);
		assertThat(slot.restarts()).isEqualTo(1);
		assertThat(slot.lastExit()).satisfies((exit) -> {
			assertThat(exit.workerId()).isEqualTo(1);
			assertThat(exit.code()).isEqualTo(3);
			assertThat(exit.kind()).isEqualTo("exit");
			assertThat(exit.cause()).isEqualTo("exit code 3");
			assertThat(exit.expected()).isFalse();
			assertThat(exit.cut()).isEqualTo(1);
		});
		assertThat(cluster.status().incidents()).singleElement().satisfies((incident) -> {
			assertThat(incident.kind()).isEqualTo(Incident.Kind.CRASH);
			assertThat(incident.lastOutput()).containsExactly("last words of worker 1");
		});
		cluster.stop();
	}

	@Test
	void rollShowsHowFarItIs() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.roll();
		assertThat(cluster.status().roll()).satisfies((roll) -> {
			assertThat(roll.step()).isEqualTo(RollStatus.Step.STARTING);
			assertThat(roll.workers()).isEqualTo(2);
		});
		cluster.ready(3);
		assertThat(cluster.status().roll()).satisfies((roll) -> {
			assertThat(roll.step()).isEqualTo(RollStatus.Step.CANARY);
			assertThat(roll.canary()).isEqualTo(3);
		});
		cluster.advance(Duration.ofMinutes(1));
		cluster.drained(1);
		assertThat(cluster.status().roll()).satisfies((roll) -> {
			assertThat(roll.step()).isEqualTo(RollStatus.Step.REPLACING);
			assertThat(roll.replaced()).isEqualTo(1);
		});
		cluster.ready(4);
		cluster.drained(2);
		assertThat(cluster.status().roll()).isNull();
		cluster.stop();
	}

	@Test
	void failedRollIsAnIncident() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		cluster.roll();
		cluster.exits(2, 1);
		assertThat(cluster.status().incidents()).extracting(Incident::kind)
			.containsExactly(Incident.Kind.CRASH, Incident.Kind.ROLL_FAILED);
		assertThat(cluster.status().incidents().get(1).text()).contains("generation 1 failed");
		cluster.stop();
	}

	@Test
	void incidentsAreBoundedAndHangsGetTheirDump() {
		IncidentLog log = new IncidentLog(Clock.systemUTC(), 3);
		WorkerInfo worker = new WorkerInfo(1, 0, 4711, 0, WorkerState.READY, true, Optional.empty(), Instant.EPOCH);
		for (int i = 0; i < 5; i++) {
			String text = "hang " + i;
			log.happened(new ClusterEvent.Hung(worker, Hang.JVM_STALLED, Duration.ofSeconds(30), null), () -> text);
		}
		log.happened(new ClusterEvent.ThreadsDumped(worker, Path.of("/tmp/threads.txt")), () -> "dumped");
		assertThat(log.all()).extracting(Incident::text).containsExactly("hang 2", "hang 3", "hang 4");
		assertThat(log.all()).extracting(Incident::file).containsExactly(null, null, "/tmp/threads.txt");
		log.happened(new ClusterEvent.Exited(worker, ExitStatus.of(Signal.SIGABRT),
				new ExitCause.JvmCrash(Signal.SIGABRT, "/tmp/hs_err.log"), false, Duration.ZERO, null, 0, 0,
				Collections.nCopies(50, "x".repeat(1000)), WorkerStatus.Traffic.NONE), () -> "crashed");
		Incident crash = log.all().get(2);
		assertThat(crash.file()).isEqualTo("/tmp/hs_err.log");
		assertThat(crash.lastOutput()).hasSize(Incident.MAX_LINES).allMatch((line) -> line.length() < 510);
	}

	@Test
	void expectedExitIsNoIncident() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.scale(1);
		cluster.drained(2);
		assertThat(cluster.status().incidents()).isEmpty();
		cluster.stop();
	}

	@Test
	void unreadyWorkerDoesNotCountAsReady() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.says(1, new ClusterMessage.Readiness(false));
		assertThat(cluster.status().master().ready()).isEqualTo(1);
		cluster.stop();
	}

	@Test
	void kernelKnowsWhatThisProcessUses() {
		ProcessUsage usage = ProcessUsage.of(ProcessHandle.current().pid());
		assertThat(usage.residentBytes()).isGreaterThan(10_000_000);
		assertThat(usage.processorTime()).isPositive();
		assertThat(ProcessUsage.of(Integer.MAX_VALUE)).isEqualTo(ProcessUsage.NONE);
	}

}
