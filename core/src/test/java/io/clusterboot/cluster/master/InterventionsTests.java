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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.QuarantineEvent;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.process.Signal;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Interventions} and {@link ThreadDumps}.
 */
class InterventionsTests {

	private SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));

	private CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
		return this.cluster.operate((operations, done) -> operations.restart(target, done));
	}

	private CompletableFuture<WorkerInfo> quarantine(WorkerTarget target) {
		return this.cluster.operate((operations, done) -> operations.quarantine(target, done));
	}

	private CompletableFuture<WorkerInfo> release(WorkerTarget target) {
		return this.cluster.operate((operations, done) -> operations.release(target, done));
	}

	private CompletableFuture<ThreadDumps.DumpFile> dump(WorkerTarget target) {
		return this.cluster.operate((operations, done) -> operations.threadDumps().request(target, done));
	}

	private static void assertFailed(CompletableFuture<?> future, String reason) {
		assertThat(failure(future)).hasMessageContaining(reason);
	}

	private static OperationFailedException failure(CompletableFuture<?> future) {
		assertThat(future).isCompletedExceptionally();
		return future.handle((result, failure) -> (OperationFailedException) failure).join();
	}

	@Test
	void restartedWorkerServesUntilItsSuccessorIsReady() {
		CompletableFuture<WorkerInfo> restarted = restart(WorkerTarget.worker(2));
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY",
				"3:slot1:gen0:STARTING");
		assertThat(this.cluster.isAskedToEnd(2)).isFalse();
		this.cluster.ready(3);
		assertThat(this.cluster.isAskedToEnd(2)).isTrue();
		assertThat(restarted).isNotDone();
		this.cluster.drained(2);
		assertThat(restarted).isCompletedWithValueMatching((worker) -> worker.id() == 3);
		this.cluster.stop();
	}

	@Test
	void workerStaysWhenItsSuccessorFails() {
		CompletableFuture<WorkerInfo> restarted = restart(WorkerTarget.slot(0));
		this.cluster.exits(3, 1);
		assertFailed(restarted, "worker 3 (slot 0, pid 1003) ended with exit code 1 before it was ready");
		assertThat(failure(restarted).lastOutput()).containsExactly("last words of worker 3");
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void restartSaysWhatIsWrong() {
		assertFailed(restart(WorkerTarget.worker(9)), "there is no worker 9 (expected one of: 1, 2)");
		assertFailed(restart(WorkerTarget.slot(2)), "there is no slot 2 (expected: 0..1)");
		restart(WorkerTarget.slot(0));
		assertFailed(restart(WorkerTarget.slot(0)), "the worker of slot 0 is being replaced");
		this.cluster.ready(3);
		this.cluster.drained(1);
		this.cluster.roll();
		assertFailed(restart(WorkerTarget.slot(0)), "a rolling restart to generation 1 is under way");
		this.cluster.stop();
		assertFailed(restart(WorkerTarget.worker(3)), "there is no worker 3");
	}

	@Test
	void nothingIsRestartedBeforeTheClusterServes() {
		this.cluster.stop();
		this.cluster = SupervisedCluster.create(MasterSettings.of(1));
		this.cluster.start();
		assertFailed(restart(WorkerTarget.slot(0)), "the cluster does not serve yet");
		this.cluster.stop();
	}

	@Test
	void restartFailsWhenTheClusterStops() {
		CompletableFuture<WorkerInfo> restarted = restart(WorkerTarget.slot(0));
		this.cluster.stop();
		assertFailed(restarted, "the cluster stops");
	}

	@Test
	void rollWaitsForARestart() {
		restart(WorkerTarget.slot(0));
		CompletableFuture<?> roll = this.cluster.roll();
		assertThat(this.cluster.status().roll()).isNull();
		this.cluster.ready(3);
		this.cluster.drained(1);
		assertThat(this.cluster.status().roll()).isNotNull();
		assertThat(roll).isNotDone();
		this.cluster.stop();
	}

	@Test
	void readyWorkerIsOutOfRotationWhenAnotherIsReadyInItsSlot() {
		CompletableFuture<WorkerInfo> out = quarantine(WorkerTarget.worker(1));
		assertThat(out).isNotDone();
		assertThat(this.cluster.worker(1).received()).doesNotContain(new ClusterMessage.Quarantine(true));
		this.cluster.ready(3);
		assertThat(out).isCompletedWithValueMatching((worker) -> worker.id() == 1);
		assertThat(this.cluster.worker(1).received()).contains(new ClusterMessage.Quarantine(true))
			.doesNotContain(new ClusterMessage.Disconnect());
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:QUARANTINED", "2:slot1:gen0:READY",
				"3:slot0:gen0:READY");
		assertThat(this.cluster.status().worker(1)).hasValueSatisfying((worker) -> {
			assertThat(worker.isQuarantined()).isTrue();
			assertThat(worker.slot()).isZero();
		});
		assertThat(quarantine(WorkerTarget.worker(1))).isCompletedWithValueMatching((worker) -> worker.id() == 1);
		this.cluster.stop();
	}

	@Test
	void workerStaysInRotationWhenThereIsNoReplacement() {
		CompletableFuture<WorkerInfo> out = quarantine(WorkerTarget.slot(0));
		this.cluster.exits(3, 1);
		assertFailed(out, "before it was ready");
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void unreadyWorkerIsOutOfRotationAtOnce() {
		this.cluster.says(1, new ClusterMessage.Readiness(false));
		assertThat(quarantine(WorkerTarget.worker(1))).isCompletedWithValueMatching((worker) -> worker.id() == 1);
		this.cluster.advance(Duration.ZERO);
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:QUARANTINED", "2:slot1:gen0:READY",
				"3:slot0:gen0:STARTING");
		this.cluster.ready(3);
		this.cluster.stop();
	}

	@Test
	void quarantineIsOverWhenTheWorkerConfirmsOrCannot() {
		this.cluster.worker(1).confirmsNothing();
		CompletableFuture<WorkerInfo> out = quarantine(WorkerTarget.worker(1));
		this.cluster.ready(3);
		assertThat(this.cluster.alive()).contains("1:slot0:gen0:QUARANTINED");
		assertThat(out).isNotDone();
		this.cluster.advance(Interventions.CONFIRMATION_TIMEOUT);
		assertThat(out).isCompletedWithValueMatching((worker) -> worker.id() == 1);
		this.cluster.stop();
	}

	@Test
	void workerThatEndsBeforeItIsReplacedIsNotQuarantined() {
		CompletableFuture<WorkerInfo> out = quarantine(WorkerTarget.worker(1));
		this.cluster.exits(1, 1);
		this.cluster.ready(3);
		assertFailed(out, "worker 1 (slot 0, pid 1001) is dead already");
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void workerThatStartsIsNotQuarantined() {
		this.cluster.exits(1, 1);
		this.cluster.advance(Duration.ofMillis(100));
		assertFailed(quarantine(WorkerTarget.slot(0)), "is starting (expected: a worker that listens)");
		this.cluster.ready(3);
		this.cluster.stop();
	}

	@Test
	void quarantinedWorkerMayHang() {
		outOfRotation();
		for (int i = 0; i < 300; i++) {
			List.of(2, 3).forEach((id) -> this.cluster.row(id).beat());
			this.cluster.advance(Duration.ofSeconds(1));
		}
		assertThat(this.cluster.events(ClusterEvent.Hung.class)).isEmpty();
		assertThat(this.cluster.worker(1).received()).doesNotContain(Signal.SIGQUIT, Signal.SIGKILL);
		this.cluster.stop();
	}

	/**
	 * Take worker 1 out of rotation, whose place worker 3 takes. All beat.
	 */
	private void outOfRotation() {
		this.cluster.row(1).beat();
		quarantine(WorkerTarget.worker(1));
		this.cluster.ready(3);
	}

	@Test
	void quarantinedWorkerThatEndsIsNotReplaced() {
		outOfRotation();
		this.cluster.exits(1, 2);
		this.cluster.advance(Duration.ofMinutes(1));
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen0:READY");
		this.cluster.exits(3, 1);
		this.cluster.advance(Duration.ofMillis(100));
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "4:slot0:gen0:STARTING");
		this.cluster.ready(4);
		this.cluster.stop();
	}

	@Test
	void releasedWorkerEndsWhenItsSlotHasAnother() {
		outOfRotation();
		assertThat(release(WorkerTarget.slot(0)))
			.isCompletedWithValueMatching((worker) -> worker.state() == WorkerState.DRAINING);
		assertThat(this.cluster.events(QuarantineEvent.Ended.class)).singleElement()
			.extracting(QuarantineEvent.Ended::returned)
			.isEqualTo(false);
		this.cluster.drained(1);
		assertThat(this.cluster.exits()).singleElement().matches(ClusterEvent.Exited::expected);
		assertThat(this.cluster.alive()).containsExactly("2:slot1:gen0:READY", "3:slot0:gen0:READY");
		assertFailed(release(WorkerTarget.slot(0)), "no worker of slot 0 is in quarantine");
		assertFailed(release(WorkerTarget.worker(2)), "is ready (expected: a worker in quarantine)");
		this.cluster.stop();
	}

	@Test
	void releasedWorkerServesAgainWhenItsSlotIsEmpty() {
		outOfRotation();
		this.cluster.exits(3, 1);
		assertThat(release(WorkerTarget.worker(1)))
			.isCompletedWithValueMatching((worker) -> worker.state() == WorkerState.READY);
		assertThat(this.cluster.worker(1).received()).contains(new ClusterMessage.Quarantine(false));
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		this.cluster.exits(1, 1);
		this.cluster.advance(Duration.ofSeconds(20));
		assertThat(this.cluster.alive()).contains("4:slot0:gen0:STARTING");
		this.cluster.ready(4);
		this.cluster.stop();
	}

	@Test
	void rollAndScalingLeaveAQuarantinedWorkerAlone() {
		outOfRotation();
		CompletableFuture<?> roll = this.cluster.roll();
		this.cluster.ready(4);
		this.cluster.advance(Duration.ofMinutes(1));
		this.cluster.drained(3);
		this.cluster.ready(5);
		this.cluster.drained(2);
		assertThat(roll).isCompleted();
		CompletableFuture<Integer> scaled = this.cluster.scale(1);
		this.cluster.drained(5);
		assertThat(scaled).isCompletedWithValue(1);
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:QUARANTINED", "4:slot0:gen1:READY");
		this.cluster.stop();
	}

	@Test
	void threadDumpIsForAllThatAsked(@TempDir Path directory) {
		CompletableFuture<ThreadDumps.DumpFile> first = dump(WorkerTarget.worker(1));
		CompletableFuture<ThreadDumps.DumpFile> second = dump(WorkerTarget.slot(0));
		Path file = directory.resolve("dump");
		this.cluster.worker(1).dumpsThreads(file);
		this.cluster.loop().run();
		ThreadDumps.DumpFile expected = new ThreadDumps.DumpFile(1, file);
		assertThat(first).isCompletedWithValue(expected);
		assertThat(second).isCompletedWithValue(expected);
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY", "2:slot1:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void threadDumpOfAWorkerThatEndsFails() {
		CompletableFuture<ThreadDumps.DumpFile> dump = dump(WorkerTarget.worker(1));
		this.cluster.exits(1, 1);
		assertFailed(dump, "did not dump its threads");
		this.cluster.advance(Duration.ofMillis(100));
		this.cluster.ready(3);
		this.cluster.stop();
	}

	@Test
	void restartIsToldAsRecycling() {
		restart(WorkerTarget.slot(1));
		assertThat(this.cluster.events(ClusterEvent.Recycling.class)).singleElement()
			.extracting(ClusterEvent.Recycling::reason, InstanceOfAssertFactories.STRING)
			.isEqualTo("an operator asked for it");
		this.cluster.ready(3);
		this.cluster.drained(2);
		this.cluster.stop();
	}

}
