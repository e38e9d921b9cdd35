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

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.process.command.DebuggerWait;
import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rolling restarts: what is up at which moment, and what is left when one fails.
 */
class RollTests {

	private static final Duration CANARY_TIME = RollingSettings.DEFAULTS.canaryTime();

	private final SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));

	@Test
	void replacesOneWorkerAfterAnotherEachOnlyWhenTheNextIsReady() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY",
				"3:slot0:gen1:STARTING");
		this.cluster.ready(3);
		assertThat(this.cluster.isAskedToEnd(1)).as("while the canary is watched").isFalse();
		assertThat(this.cluster.supervisor().generation()).isZero();
		this.cluster.advance(CANARY_TIME);
		assertThat(this.cluster.supervisor().generation()).isEqualTo(1);
		assertThat(this.cluster.isAskedToEnd(1)).isTrue();
		assertThat(this.cluster.forker().workers()).as("no more than one too many").hasSize(3);
		this.cluster.drained(1);
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen1:READY",
				"4:slot1:gen1:STARTING");
		this.cluster.ready(4);
		assertThat(roll).isNotDone();
		this.cluster.drained(2);
		assertThat(roll).isCompletedWithValueMatching((result) -> result.generation() == 1 && result.replaced() == 2);
		assertThat(this.cluster.forker().released()).containsExactly(0);
		assertThat(names()).containsSubsequence("Started", "Forked", "Ready", "CanaryStarted", "Committed", "Exited",
				"Forked", "Ready", "Exited", "Finished");
		assertThat(this.cluster.exits()).allMatch((exit) -> exit.expected() && exit.respawnDelay() == null);
		this.cluster.stop();
	}

	@Test
	void debuggerPortsOfWorkersBesideEachOtherDiffer() {
		assertThat(portIndexes(1, 2)).containsExactly(0, 1);
		this.cluster.roll();
		assertThat(portIndexes(3)).containsExactly(2);
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME);
		this.cluster.drained(1);
		assertThat(portIndexes(4)).containsExactly(3);
		this.cluster.ready(4);
		this.cluster.drained(2);
		this.cluster.scale(3);
		assertThat(portIndexes(5)).as("a new slot whose index is taken").containsExactly(4);
		this.cluster.ready(5);
		this.cluster.roll();
		assertThat(portIndexes(6)).as("the slot's own, which is free again").containsExactly(0);
	}

	@Test
	void highestPortThatIsPermittedLeavesRoomForEachRoll() {
		WorkerLaunch launch = SupervisedCluster.LAUNCH
			.appendVmOptions(List.of("-Dcom.sun.management.jmxremote.port=65531"));
		launch.requirePorts(2);
		this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME);
		this.cluster.drained(1);
		this.cluster.ready(4);
		this.cluster.drained(2);
		WorkerProgram.Jvm program = (WorkerProgram.Jvm) launch.program();
		assertThat(IntStream.rangeClosed(1, 4)
			.mapToObj((worker) -> program.ports(Map.of(), this.cluster.worker(worker).request().numbers())))
			.containsExactly(List.of("JMX port 65532"), List.of("JMX port 65533"), List.of("JMX port 65534"),
					List.of("JMX port 65535"));
		this.cluster.stop();
	}

	private List<Integer> portIndexes(int... workers) {
		return IntStream.of(workers)
			.mapToObj((worker) -> this.cluster.worker(worker).request().numbers().portIndex())
			.toList();
	}

	@Test
	void newWorkerMayWaitForADebugger() {
		SupervisedCluster debugged = SupervisedCluster.create(MasterSettings.of(1), debugged());
		debugged.start();
		debugged.advance(Duration.ofHours(1));
		debugged.ready(1);
		debugged.roll();
		debugged.advance(Duration.ofHours(1));
		assertThat(debugged.alive()).containsExactly("1:slot0:gen0:READY", "2:slot0:gen1:STARTING");
		assertThat(debugged.events(ClusterEvent.Forked.class)).extracting((event) -> event.ports().toString())
			.containsExactly("[debugger port 5006]", "[debugger port 5007]");
		debugged.stop();
	}

	private static WorkerLaunch debugged() {
		JavaCommand command = SupervisedCluster.command(SupervisedCluster.LAUNCH)
			.appendVmOptions(List.of("-agentlib:jdwp=transport=dt_socket,server=y,address=*:5005"));
		return SupervisedCluster.LAUNCH.withProgram(new WorkerProgram.Jvm(command, DebuggerWait.UNTIL_ATTACHED));
	}

	@Test
	void surgeIsAsLargeAsAllowedOnceTheCanaryHasPassed() {
		SupervisedCluster four = SupervisedCluster.serving(MasterSettings.of(4)
			.withReplacement(RespawnSettings.DEFAULTS, new RollingSettings(2, CANARY_TIME), RecycleSettings.NEVER));
		four.roll();
		assertThat(four.forker().workers()).hasSize(5);
		four.ready(5);
		four.advance(CANARY_TIME);
		assertThat(four.alive()).as("the slot of the canary, and one more").hasSize(6);
		four.drained(1);
		assertThat(four.alive()).hasSize(6);
		four.stop();
	}

	@Test
	void canaryWhoseApplicationEndsBeforeItIsReadySaysWhy() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.says(3, new ClusterMessage.Ending("its warm-up failed: GET / answered 500"));
		this.cluster.exits(3, 1);
		assertFailed(roll, "worker 3 (slot 0, pid 1003) ended with exit code 1 before it was ready: "
				+ "its warm-up failed: GET / answered 500");
		assertUntouched();
	}

	@Test
	void canaryThatExitsAtOnceChangesNothing() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.exits(3, 1);
		assertFailed(roll, "worker 3 (slot 0, pid 1003) ended with exit code 1 before it was ready");
		RollFailedException failure = (RollFailedException) failureOf(roll);
		assertThat(failure.lastOutput()).containsExactly("last words of worker 3");
		assertUntouched();
	}

	@Test
	void canaryThatIsNeverReadyIsSentAway() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.listensUnready(3);
		this.cluster.advance(Duration.ofSeconds(59));
		assertThat(roll).isNotDone();
		this.cluster.advance(Duration.ofSeconds(1));
		assertFailed(roll,
				"worker 3 (slot 0, pid 1003) is not ready after 60.0 s (cluster.startup-timeout), it is listening");
		this.cluster.drained(3);
		assertUntouched();
	}

	@Test
	void canaryThatTurnsUnreadyIsSentAway() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.says(3, new ClusterMessage.Readiness(false));
		assertFailed(roll, "worker 3 (slot 0, pid 1003) turned unready");
		this.cluster.drained(3);
		assertUntouched();
	}

	@Test
	void canaryThatExitsWhileItIsWatchedChangesNothing() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME.dividedBy(2));
		this.cluster.exits(3, 9);
		assertFailed(roll, "worker 3 (slot 0, pid 1003) ended with exit code 9 while it was watched");
		assertUntouched();
	}

	@Test
	void canaryWithMoreServerErrorsThanTheOthersIsSentAwayAtOnce() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		answers(2, 100, 3);
		this.cluster.ready(3);
		answers(2, 100, 2);
		answers(3, 20, 4);
		this.cluster.advance(Duration.ofSeconds(1));
		assertThat(roll).as("four errors may be chance").isNotDone();
		answers(3, 1, 1);
		this.cluster.advance(Duration.ofMillis(100));
		assertFailed(roll,
				"worker 3 (slot 0, pid 1003) answered 5 of 21 requests with a server error, the others 2 of 100");
		this.cluster.drained(3);
		assertUntouched();
	}

	@Test
	void canaryIsNotBlamedForWhatHappensToAll() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.ready(3);
		answers(1, 100, 30);
		answers(3, 100, 40);
		this.cluster.advance(CANARY_TIME);
		assertThat(this.cluster.supervisor().generation()).isEqualTo(1);
		assertThat(roll).isNotDone();
		this.cluster.stop();
	}

	private void answers(int worker, int requests, int errors) {
		ScoreboardRow row = this.cluster.row(worker);
		for (int i = 0; i < requests; i++) {
			row.requestBegun();
			row.requestEnded();
		}
		for (int i = 0; i < errors; i++) {
			row.serverError();
		}
	}

	@Test
	void jarThatCannotBeTakenFailsTheRollBeforeAnythingIsForked() {
		this.cluster.forker().refuseDeployments(new IOException("app.jar changed while it was copied"));
		CompletableFuture<RollResult> roll = this.cluster.roll();
		assertFailed(roll, "app.jar changed while it was copied");
		assertThat(this.cluster.forker().workers()).hasSize(2);
		this.cluster.stop();
	}

	@Test
	void workerThatDiesDuringTheCanaryIsReplacedByOneOfTheOldGeneration() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.exits(2, 1);
		this.cluster.advance(Duration.ofMillis(100));
		assertThat(this.cluster.alive()).contains("4:slot1:gen0:STARTING");
		this.cluster.ready(4);
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME);
		this.cluster.drained(1);
		this.cluster.ready(5);
		this.cluster.drained(4);
		assertThat(roll).isCompleted();
		assertThat(this.cluster.alive()).containsExactly("3:slot0:gen1:READY", "5:slot1:gen1:READY");
		this.cluster.stop();
	}

	@Test
	void workerThatDiesInTheSlotOfTheCanaryIsReplacedByThatOrWhenThatFailsByTheOldGeneration() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.exits(1, 1);
		this.cluster.advance(Duration.ofSeconds(10));
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen1:STARTING");
		this.cluster.exits(3, 1);
		assertThat(failureOf(roll)).isInstanceOf(RollFailedException.class);
		this.cluster.advance(Duration.ofMillis(100));
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "4:slot0:gen0:STARTING");
		this.cluster.stop();
	}

	@Test
	void workerThatDiesAfterTheCommitIsReplacedByOneOfTheNewGenerationWhichIsLeftAlone() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME);
		this.cluster.exits(2, 1);
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.ready(4);
		this.cluster.drained(1);
		assertThat(roll).isCompletedWithValueMatching((result) -> result.replaced() == 1);
		assertThat(this.cluster.alive()).containsExactly("3:slot0:gen1:READY", "4:slot1:gen1:READY");
		this.cluster.stop();
	}

	@Test
	void failureAfterTheCommitSaysHowFarItGot() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.advance(CANARY_TIME);
		this.cluster.drained(1);
		this.cluster.exits(4, 1);
		assertFailed(roll,
				"worker 4 (slot 1, pid 1004) ended with exit code 1 before it was ready; 1 worker was replaced before");
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen1:READY");
		assertThat(this.cluster.supervisor().generation()).isEqualTo(1);
		this.cluster.stop();
	}

	@Test
	void manyRequestsMakeOneRollAndOneThatWaits() {
		List<CompletableFuture<RollResult>> requests = new ArrayList<>();
		for (int i = 0; i < 25; i++) {
			requests.add(this.cluster.roll());
			this.cluster.advance(Duration.ofMillis(1));
		}
		for (int round = 0; round < 3; round++) {
			settle();
		}
		assertThat(new HashSet<>(requests.stream().map((request) -> request.join().generation()).toList()))
			.containsExactlyInAnyOrder(1, 2);
		assertThat(this.cluster.events(RollEvent.Started.class)).hasSize(2);
		this.cluster.stop();
	}

	/**
	 * Have workers do what is due, until nothing is.
	 */
	private void settle() {
		for (int step = 0; step < 8; step++) {
			this.cluster.supervisor().workers().forEach((worker) -> {
				switch (worker.state()) {
					case STARTING -> this.cluster.ready(worker.id());
					case DRAINING -> this.cluster.drained(worker.id());
					default -> {
					}
				}
			});
			this.cluster.advance(CANARY_TIME);
		}
	}

	@Test
	void stopDuringARollEndsBoth() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		CompletableFuture<RollResult> waiting = this.cluster.roll();
		this.cluster.ready(3);
		this.cluster.stop();
		assertThat(failureOf(roll)).isInstanceOf(RollFailedException.class);
		assertThat(failureOf(waiting)).isInstanceOf(CancellationException.class);
	}

	@Test
	void scalingDuringARollEndsWithTheNumberAskedForAndOneGeneration() {
		CompletableFuture<RollResult> roll = this.cluster.roll();
		CompletableFuture<Integer> scale = this.cluster.scale(4);
		settle();
		settle();
		assertThat(roll).isCompleted();
		assertThat(scale).isCompletedWithValue(4);
		assertThat(this.cluster.supervisor().workers()).hasSize(4).allMatch((worker) -> worker.generation() == 1);
		CompletableFuture<RollResult> second = this.cluster.roll();
		CompletableFuture<Integer> down = this.cluster.scale(1);
		settle();
		settle();
		assertThat(second).isCompleted();
		assertThat(down).isCompletedWithValue(1);
		assertThat(this.cluster.supervisor().workers()).singleElement().matches((worker) -> worker.generation() == 2);
		this.cluster.stop();
	}

	private void assertUntouched() {
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		assertThat(this.cluster.supervisor().generation()).isZero();
		assertThat(this.cluster.isAskedToEnd(1) || this.cluster.isAskedToEnd(2)).isFalse();
		assertThat(this.cluster.forker().released()).containsExactly(1);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.forker().workers()).hasSize(3);
		this.cluster.stop();
	}

	private void assertFailed(CompletableFuture<RollResult> roll, String reason) {
		assertThat(failureOf(roll)).isInstanceOfSatisfying(RollFailedException.class,
				(failure) -> assertThat(failure.reason()).isEqualTo(reason));
		assertThat(this.cluster.events(RollEvent.Failed.class)).singleElement()
			.matches((event) -> event.reason().equals(reason));
	}

	private static Throwable failureOf(CompletableFuture<?> future) {
		assertThat(future).isDone();
		return future.handle((result, failure) -> failure).join();
	}

	private List<String> names() {
		return this.cluster.events().stream().map((event) -> event.getClass().getSimpleName()).toList();
	}

}
