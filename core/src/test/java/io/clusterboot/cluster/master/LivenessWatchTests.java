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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.Incident;
import io.clusterboot.cluster.LeaderStatus;
import io.clusterboot.cluster.event.ClusterEvent.Hung;
import io.clusterboot.cluster.event.ThreadPoolEvent;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageRouter;
import io.clusterboot.cluster.scoreboard.ThreadPoolLoad;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is ended for making no progress, and who is not.
 */
class LivenessWatchTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(8);

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private final SupervisedCluster cluster = SupervisedCluster
		.serving(MasterSettings.of(2).withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(30), TIMEOUT));

	@Test
	void workerWhoseHeartbeatStopsIsExaminedThenTerminatedAndReplaced() {
		beat(INTERVAL, 1, 2);
		for (int second = 0; second < 8; second++) {
			beat(INTERVAL, 2);
			assertThat(hangs()).isEmpty();
		}
		beat(INTERVAL, 2);
		assertThat(hangs()).singleElement().satisfies((event) -> {
			assertThat(event.worker().id()).isEqualTo(1);
			assertThat(event.hang()).isEqualTo(Hang.JVM_STALLED);
		});
		assertThat(this.cluster.worker(1).received()).containsExactly(Signal.SIGQUIT);
		this.cluster.worker(1).dumpsThreads(null);
		this.cluster.loop().run();
		assertThat(this.cluster.worker(1).received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM);
		this.cluster.exits(1, 143);
		assertThat(this.cluster.exits()).singleElement()
			.matches((exit) -> !exit.expected() && exit.respawnDelay() != null);
	}

	@Test
	void workerWithABlockedEventLoopIsToldFromOneThatStandsStill() {
		beat(INTERVAL, 1, 2);
		for (long lag = 1; lag <= 9; lag++) {
			this.cluster.row(1).loopLag(lag * 1000);
			beat(INTERVAL, 1, 2);
		}
		assertThat(hangs()).singleElement().matches((event) -> event.hang() == Hang.EVENT_LOOP_BLOCKED);
	}

	@Test
	void oneWorkerIsEndedAtMostInALivenessTimeout() {
		beat(INTERVAL, 1, 2);
		this.cluster.advance(TIMEOUT.plus(INTERVAL));
		assertThat(hangs()).hasSize(1);
		this.cluster.advance(TIMEOUT.minus(INTERVAL));
		assertThat(hangs()).hasSize(1);
		this.cluster.advance(INTERVAL.multipliedBy(2));
		assertThat(hangs()).hasSize(2);
	}

	@Test
	void masterThatDidNotRunItselfEndsNobody() {
		beat(INTERVAL, 1, 2);
		this.cluster.loop().sleepThrough(TIMEOUT.multipliedBy(2));
		this.cluster.loop().run();
		this.cluster.advance(INTERVAL.multipliedBy(7));
		assertThat(hangs()).isEmpty();
		beat(INTERVAL, 1, 2);
		this.cluster.advance(INTERVAL.multipliedBy(7));
		assertThat(hangs()).isEmpty();
	}

	@Test
	void workerThatNeverBeatIsNotJudged() {
		this.cluster.advance(TIMEOUT.multipliedBy(3));
		assertThat(hangs()).isEmpty();
		this.cluster.stop();
	}

	@Test
	void workerThatStillStartsIsLeftToItsOwnDeadline() {
		this.cluster.scale(3);
		this.cluster.row(3).beat();
		for (int second = 0; second < 20; second++) {
			beat(INTERVAL, 1, 2);
		}
		assertThat(hangs()).isEmpty();
	}

	@Test
	void workerThatDumpsItsHeapHasTimeAsLongAsTheFileGrows(@TempDir Path directory) throws Exception {
		Path file = directory.resolve("java_pid1.hprof");
		beat(INTERVAL, 1, 2);
		this.cluster.worker(1)
			.writes("java.lang.OutOfMemoryError: Java heap space", "Dumping heap to %s ...".formatted(file));
		for (int timeouts = 1; timeouts <= 3; timeouts++) {
			Files.write(file, new byte[timeouts]);
			beatFor(TIMEOUT.plus(INTERVAL), 2);
		}
		assertThat(hangs()).isNotEmpty()
			.allSatisfy((event) -> assertThat(event.spared()).startsWith("it writes a heap dump, " + file));
		beatFor(TIMEOUT.multipliedBy(2), 2);
		assertThat(hangs()).filteredOn((event) -> event.spared() == null).hasSize(1);
		assertThat(this.cluster.worker(1).received()).contains(Signal.SIGQUIT);
	}

	@Test
	void heapDumpThatIsCompleteGivesNoTime(@TempDir Path directory) throws Exception {
		Path file = Files.write(directory.resolve("java_pid1.hprof"), new byte[1]);
		beat(INTERVAL, 1, 2);
		this.cluster.worker(1)
			.writes("Dumping heap to %s ...".formatted(file), "Heap dump file created [1 bytes in 0.001 secs]");
		beatFor(TIMEOUT.plus(INTERVAL), 2);
		assertThat(hangs()).singleElement().matches((event) -> event.spared() == null);
	}

	@Test
	void leaderThatADebuggerHeldLeadsAgainWhenItMakesProgress() {
		beat(INTERVAL, 1, 2);
		candidate(1);
		assertThat(this.cluster.published().leader().worker()).isOne();
		assertThat(this.cluster.status().leader()).isNotNull().extracting(LeaderStatus::worker).isEqualTo(1);
		this.cluster.worker(1).status(new ProcessStatus(ProcessStatus.Run.TRACED, 0, 1));
		beatFor(TIMEOUT.plus(INTERVAL), 2);
		assertThat(hangs()).singleElement().extracting(Hung::spared).isEqualTo("a debugger holds it");
		this.cluster.loop().run();
		assertThat(this.cluster.published().leader().hasLeader()).isFalse();
		beatFor(TIMEOUT, 2);
		assertThat(this.cluster.published().leader().hasLeader()).isFalse();
		beat(INTERVAL, 1, 2);
		this.cluster.loop().run();
		assertThat(this.cluster.published().leader().worker()).isOne();
		assertThat(hangs()).hasSize(1);
	}

	@Test
	void workerThatWritesAHeapDumpDoesNotLeadBeforeItMakesProgress(@TempDir Path directory) throws Exception {
		beat(INTERVAL, 1, 2);
		candidate(1);
		Path file = Files.write(directory.resolve("java_pid1.hprof"), new byte[1]);
		this.cluster.worker(1).writes("Dumping heap to %s ...".formatted(file));
		beatFor(TIMEOUT.plus(INTERVAL.multipliedBy(3)), 2);
		assertThat(hangs()).isNotEmpty();
		assertThat(this.cluster.published().leader().hasLeader()).isFalse();
		beat(INTERVAL, 1, 2);
		this.cluster.loop().run();
		assertThat(this.cluster.published().leader().worker()).isOne();
	}

	/**
	 * Have a worker be able to lead, which stops at once what a leader does.
	 */
	private void candidate(int id) {
		MessageRouter router = this.cluster.supervisor().router();
		CompletableFuture<Void> handled = new CompletableFuture<>();
		router.handle("handled", MessageHandler.of((message) -> handled.complete(null)));
		router.joined(id, (frame) -> frame.path("kind").asString("").equals("ask") ? "not a real worker" : null);
		router.received(id, toMaster(LeadershipMessage.CANDIDATE));
		router.received(id, toMaster("handled"));
		handled.orTimeout(20, TimeUnit.SECONDS).join();
		this.cluster.loop().run();
	}

	private static JsonNode toMaster(String topic) {
		return JsonNodeFactory.instance.objectNode()
			.put("kind", "tell")
			.put("topic", topic)
			.put("to", Destination.master().toString());
	}

	@Test
	void exhaustedThreadPoolIsReportedOnceAndNoHang() {
		beat(INTERVAL, 1, 2);
		for (long second = 1; second <= 20; second++) {
			this.cluster.row(1).threadPool(new ThreadPoolLoad(second * 1000, second * 1000));
			beat(INTERVAL, 1, 2);
		}
		assertThat(this.cluster.events(ThreadPoolEvent.Exhausted.class)).singleElement().satisfies((event) -> {
			assertThat(event.worker().id()).isEqualTo(1);
			assertThat(event.duration()).isEqualTo(Duration.ofSeconds(1));
		});
		assertThat(hangs()).isEmpty();
		this.cluster.row(1).threadPool(ThreadPoolLoad.NONE);
		beatFor(ThreadPoolAlarm.CLEAR_DELAY, 1, 2);
		assertThat(this.cluster.events(ThreadPoolEvent.Relieved.class)).isEmpty();
		beatFor(INTERVAL, 1, 2);
		assertThat(this.cluster.events(ThreadPoolEvent.Relieved.class)).singleElement()
			.matches((event) -> event.duration().toSeconds() == 21);
		beatFor(ThreadPoolAlarm.CLEAR_DELAY, 1, 2);
		assertThat(this.cluster.events(ThreadPoolEvent.class)).hasSize(2);
	}

	@Test
	void threadPoolThatIsFreeNowAndThenIsReportedOnce() {
		beat(INTERVAL, 1, 2);
		for (int round = 0; round < 10; round++) {
			this.cluster.row(1).threadPool(new ThreadPoolLoad(1000, 10));
			beat(INTERVAL, 1, 2);
			this.cluster.row(1).threadPool(ThreadPoolLoad.NONE);
			beatFor(ThreadPoolAlarm.CLEAR_DELAY.minus(INTERVAL), 1, 2);
		}
		assertThat(this.cluster.events(ThreadPoolEvent.class)).hasSize(1);
	}

	@Test
	void workerWithoutAFreeThreadIsEndedIfThatIsWanted() {
		SupervisedCluster strict = SupervisedCluster
			.serving(MasterSettings.of(1).withLiveness(new LivenessSettings(TIMEOUT, true)));
		for (long second = 0; second <= 9; second++) {
			strict.row(1).threadPool(new ThreadPoolLoad(60_000, second * 1000));
			strict.row(1).beat();
			strict.advance(INTERVAL);
		}
		assertThat(strict.events(Hung.class)).singleElement()
			.matches((event) -> event.hang() == Hang.THREAD_POOL_EXHAUSTED && event.spared() == null);
		assertThat(strict.worker(1).received()).containsExactly(Signal.SIGQUIT);
		assertThat(strict.status().incidents()).singleElement().satisfies((incident) -> {
			assertThat(incident.kind()).isEqualTo(Incident.Kind.HANG);
			assertThat(incident.text()).contains("hangs: its thread pool is exhausted for ");
		});
		strict.close();
	}

	@Test
	void workerThatIsOnlyBusyIsNotEnded() {
		SupervisedCluster strict = SupervisedCluster
			.serving(MasterSettings.of(1).withLiveness(new LivenessSettings(TIMEOUT, true)));
		for (long second = 0; second <= 20; second++) {
			strict.row(1).threadPool(new ThreadPoolLoad(60_000, second % 5 * 1000));
			strict.row(1).beat();
			strict.advance(INTERVAL);
		}
		assertThat(strict.events(Hung.class)).isEmpty();
		strict.stop();
	}

	private void beatFor(Duration time, int... workers) {
		for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(INTERVAL)) {
			beat(INTERVAL, workers);
		}
	}

	private List<Hung> hangs() {
		return this.cluster.events(Hung.class);
	}

	private void beat(Duration time, int... workers) {
		for (int worker : workers) {
			this.cluster.row(worker).beat();
		}
		this.cluster.advance(time);
	}

}
