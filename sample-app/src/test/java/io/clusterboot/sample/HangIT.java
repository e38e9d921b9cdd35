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

package io.clusterboot.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.test.ObservedEvent;
import io.clusterboot.test.TestCluster;
import io.clusterboot.test.WorkerProcess;
import io.clusterboot.test.process.ProcessThreads;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Workers that hang, and some that only seem to: a hung worker is examined, ended and
 * replaced, and no other worker is. Nearly all of its time is spent waiting for
 * time-outs.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class HangIT {

	private static final Duration LIVENESS_TIMEOUT = Duration.ofSeconds(8);

	/**
	 * Long enough for the master to check its workers more than once.
	 */
	private static final Duration LOOKS = Duration.ofSeconds(4);

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@TempDir
	private static Path dumps;

	private static TestCluster cluster;

	private static SampleClient client;

	private List<WorkerProcess> workers;

	private long before;

	@BeforeAll
	static void start() {
		cluster = SampleCommand.sample()
			.arguments("--cluster.liveness-timeout=" + LIVENESS_TIMEOUT.toSeconds() + "s",
					"--cluster.thread-dump-directory=" + dumps, "--cluster.worker.max-heap=96MB",
					"--cluster.respawn.max-failures=100")
			.cluster()
			.workers(2)
			.start();
		client = new SampleClient(cluster.port());
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	@BeforeEach
	void awaitWorkers() {
		this.workers = cluster.awaitReady().workers();
		this.before = cluster.events().stream().mapToLong(ObservedEvent::number).max().orElse(-1);
	}

	@Test
	void stoppedWorkerIsReplaced() throws IOException {
		WorkerProcess victim = this.workers.get(0);
		int position = cluster.output().position();
		victim.freeze();
		awaitHang(victim, "its JVM makes no progress");
		assertThat(dumpOf(position, victim)).isNotEmpty();
		assertReplaced(victim, "");
	}

	@Test
	void workerWithABlockedEventLoopIsReplaced() throws IOException {
		try (KeptConnection connection = client.keepConnection()) {
			WorkerProcess victim = workerOf(connection);
			int position = cluster.output().position();
			connection.send("/block?ms=600000");
			awaitHang(victim, "an event loop is blocked");
			assertThat(dumpOf(position, victim)).contains("SampleController.block");
			assertReplaced(victim, "");
		}
	}

	@Test
	void workerThatRunsOutOfMemoryIsReplaced() {
		try (KeptConnection connection = client.keepConnection()) {
			WorkerProcess victim = workerOf(connection);
			connection.send("/crash?how=oom");
			victim.awaitExit();
			assertReplaced(victim, "Java out of memory");
		}
	}

	@Test
	void workerThatIsKilledFromOutsideIsReplaced() {
		WorkerProcess victim = this.workers.get(1);
		victim.kill();
		assertReplaced(victim, "killed from outside");
	}

	@Test
	void workerThatCollectsGarbageIsLeftAlone() {
		try (KeptConnection connection = client.keepConnection()) {
			connection.answerDeadline(DEADLINE).send("/gc?ms=5000");
			assertThat(Integer.parseInt(connection.awaitAnswer().body())).isPositive();
		}
		assertUndisturbedFor(LOOKS);
	}

	@Test
	void masterThatWasStoppedEndsNobody() {
		cluster.master().freeze();
		Duration stopped = LIVENESS_TIMEOUT.plusSeconds(2);
		await().during(stopped)
			.atMost(stopped.plus(DEADLINE))
			.until(() -> ProcessThreads.of(cluster.master().pid()).areStopped());
		cluster.master().thaw();
		assertUndisturbedFor(LOOKS);
	}

	private WorkerProcess workerOf(KeptConnection connection) {
		long pid = connection.servedBy("/").pid();
		return this.workers.stream().filter((worker) -> worker.pid() == pid).findFirst().orElseThrow();
	}

	private static void awaitHang(WorkerProcess victim, String how) {
		cluster.awaitEvent("a hang of " + victim,
				(event) -> event.isOf(victim) && event.text().contains("hangs: " + how + " for "));
	}

	private static String dumpOf(int position, WorkerProcess victim) throws IOException {
		String file = cluster.output()
			.await(position,
					Pattern.compile("Thread dump of worker %d \\(slot %d, pid %d\\): (.+)".formatted(victim.id(),
							victim.slot(), victim.pid())),
					DEADLINE)
			.group(1);
		assertThat(Path.of(file)).hasParent(dumps);
		return Files.readString(Path.of(file));
	}

	private void assertReplaced(WorkerProcess victim, String cause) {
		victim.awaitState(WorkerState.DEAD);
		List<WorkerProcess> now = cluster.awaitReady().workers();
		assertThat(now).hasSize(2).doesNotContain(victim);
		assertThat(happened("exited")).singleElement().satisfies((event) -> {
			assertThat(event.isOf(victim)).isTrue();
			assertThat(event.text()).contains("exited unexpectedly after ", cause);
		});
		this.workers.stream()
			.filter((worker) -> !worker.equals(victim))
			.forEach((worker) -> assertThat(now).contains(worker));
	}

	private List<ObservedEvent> happened(String name) {
		return cluster.events()
			.stream()
			.filter((event) -> event.number() > this.before && event.name().equals(name))
			.toList();
	}

	private void assertUndisturbedFor(Duration time) {
		await().during(time).atMost(time.plus(DEADLINE)).untilAsserted(this::assertUndisturbed);
	}

	private void assertUndisturbed() {
		assertThat(cluster.workers()).isEqualTo(this.workers);
		assertThat(cluster.events()).filteredOn((event) -> event.number() > this.before)
			.noneMatch((event) -> event.text().contains(" hangs: "));
	}

}
