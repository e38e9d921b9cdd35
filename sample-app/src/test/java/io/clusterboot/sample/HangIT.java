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

import io.clusterboot.sample.SampleProcess.Worker;
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

	private static SampleProcess sample;

	private List<Worker> workers;

	@BeforeAll
	static void start() {
		sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.liveness-timeout=" + LIVENESS_TIMEOUT.toSeconds() + "s",
					"--cluster.thread-dump-directory=" + dumps, "--cluster.worker.max-heap=96MB",
					"--cluster.respawn.max-failures=100")
			.start();
		sample.awaitServing();
	}

	@AfterAll
	static void stop() {
		sample.close();
	}

	@BeforeEach
	void awaitWorkers() {
		this.workers = sample.awaitWorkers(2, DEADLINE);
	}

	@Test
	void stoppedWorkerIsReplaced() throws IOException {
		Worker victim = this.workers.get(0);
		int position = sample.output().position();
		SampleProcess.signal("STOP", victim.pid());
		awaitHang(position, victim, "its JVM makes no progress");
		assertThat(dumpOf(position, victim)).isNotEmpty();
		assertReplaced(position, victim);
	}

	@Test
	void workerWithABlockedEventLoopIsReplaced() throws IOException {
		try (KeptConnection connection = sample.client().keepConnection()) {
			Worker victim = workerOf(connection);
			int position = sample.output().position();
			connection.send("/block?ms=600000");
			awaitHang(position, victim, "an event loop is blocked");
			assertThat(dumpOf(position, victim)).contains("SampleController.block");
			assertReplaced(position, victim);
		}
	}

	@Test
	void workerThatRunsOutOfMemoryIsReplaced() {
		try (KeptConnection connection = sample.client().keepConnection()) {
			Worker victim = workerOf(connection);
			int position = sample.output().position();
			connection.send("/crash?how=oom");
			assertReplaced(position, victim);
			sample.output().await(position, step(victim, "exited unexpectedly .*Java out of memory"), DEADLINE);
		}
	}

	@Test
	void workerThatIsKilledFromOutsideIsReplaced() {
		Worker victim = this.workers.get(1);
		int position = sample.output().position();
		SampleProcess.signal("KILL", victim.pid());
		assertReplaced(position, victim);
		sample.output().await(position, step(victim, "exited unexpectedly .*killed from outside"), DEADLINE);
	}

	@Test
	void workerThatCollectsGarbageIsLeftAlone() {
		int position = sample.output().position();
		try (KeptConnection connection = sample.client().keepConnection()) {
			connection.answerDeadline(DEADLINE).send("/gc?ms=5000");
			assertThat(Integer.parseInt(connection.awaitAnswer().body())).isPositive();
		}
		assertUndisturbedFor(LOOKS, position);
	}

	@Test
	void masterThatWasStoppedEndsNobody() {
		int position = sample.output().position();
		SampleProcess.pause(sample.pid());
		Duration stopped = LIVENESS_TIMEOUT.plusSeconds(2);
		await().during(stopped)
			.atMost(stopped.plus(DEADLINE))
			.until(() -> ProcessThreads.of(sample.pid()).areStopped());
		sample.signal("CONT");
		assertUndisturbedFor(LOOKS, position);
		assertThat(sample.workerPids())
			.containsExactlyElementsOf(this.workers.stream().map(Worker::pid).sorted().toList());
	}

	private Worker workerOf(KeptConnection connection) {
		long pid = connection.servedBy("/").pid();
		return this.workers.stream().filter((worker) -> worker.pid() == pid).findFirst().orElseThrow();
	}

	private static void awaitHang(int position, Worker victim, String how) {
		sample.output().await(position, step(victim, "hangs: " + how + " for "), DEADLINE);
	}

	private static String dumpOf(int position, Worker victim) throws IOException {
		String file = sample.output()
			.await(position,
					Pattern.compile("Thread dump of worker %d \\(slot %d, pid %d\\): (.+)".formatted(victim.id(),
							victim.slot(), victim.pid())),
					DEADLINE)
			.group(1);
		assertThat(Path.of(file)).hasParent(dumps);
		return Files.readString(Path.of(file));
	}

	private static Pattern step(Worker worker, String step) {
		return Pattern.compile("io\\.clusterboot\\.cluster +: Worker %d \\(slot %d, pid %d\\) %s".formatted(worker.id(),
				worker.slot(), worker.pid(), step));
	}

	private void assertReplaced(int position, Worker victim) {
		sample.output().await(position, step(victim, "exited unexpectedly after "), DEADLINE);
		List<Worker> now = sample.awaitWorkers(2, DEADLINE);
		assertThat(now).doesNotContain(victim);
		assertThat(sample.output().all(position, SampleProcess.EXITED)).hasSize(1);
		this.workers.stream()
			.filter((worker) -> !worker.equals(victim))
			.forEach((worker) -> assertThat(now).contains(worker));
	}

	private void assertUndisturbedFor(Duration time, int position) {
		await().during(time).atMost(time.plus(DEADLINE)).untilAsserted(() -> assertUndisturbed(position));
	}

	private void assertUndisturbed(int position) {
		assertThat(sample.workers()).isEqualTo(this.workers);
		assertThat(sample.output().all().stream().skip(position)).noneMatch((line) -> line.contains(" hangs: "));
	}

}
