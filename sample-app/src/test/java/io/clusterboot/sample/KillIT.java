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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * {@code kill -9} of a worker and of the master, which no process can handle, so the
 * others have to recover.
 */
@OneAtATime
class KillIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int KILLS = 2;

	@TempDir
	private Path temp;

	@Test
	void killedWorkersAreReplacedUnderLoad() {
		killWorkersUnderLoad(KILLS, Duration.ZERO);
	}

	@Test
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void workersKilledEveryThreeSecondsAreReplacedUnderLoad() {
		killWorkersUnderLoad(10, Duration.ofSeconds(3));
	}

	/**
	 * Kill one worker after the other.
	 * @param kills how many
	 * @param pause how long the others have to serve before the next kill, which also
	 * waits until the successor listens
	 */
	private void killWorkersUnderLoad(int kills, Duration pause) {
		try (SampleProcess sample = SampleCommand.sample().workers(2).start()) {
			List<Worker> victims = new ArrayList<>(sample.awaitServing());
			List<Kill> done = new ArrayList<>();
			Load load = Load.start(sample.client(), Map.of(Traffic.KEEP_ALIVE, 4, Traffic.NEW_CONNECTION, 4));
			try (load) {
				for (int i = 0; i < kills; i++) {
					int position = sample.output().position();
					done.add(Kill.of(victims.remove(0)));
					await().during(pause)
						.atMost(pause.plus(DEADLINE))
						.until(() -> load.failures().stream().noneMatch(Load.Failure::refused));
					victims.addAll(sample.awaitListening(position, 1));
				}
			}
			assertThat(sample.output().all().stream().filter((line) -> SampleProcess.EXITED.matcher(line).find()))
				.hasSize(kills)
				.allMatch(
						(line) -> line.matches(".* exited unexpectedly after .* with signal SIGKILL \\(exit code 137\\)"
								+ " \\(killed from outside with SIGKILL\\);.* slot \\d is filled again in \\d+ ms"));
			assertThat(load.failures()).noneMatch(Load.Failure::refused)
				.allMatch((failure) -> done.stream().anyMatch((kill) -> kill.explains(failure)))
				.hasSizeLessThanOrEqualTo(kills * load.clients());
			for (Worker worker : victims) {
				SampleProcess.whileOthersPause(worker, victims,
						() -> assertThat(sample.client().servedByOnNewConnection("/").pid()).isEqualTo(worker.pid()));
			}
			assertThat(sample.workerPids())
				.containsExactlyElementsOf(new TreeSet<>(victims.stream().map(Worker::pid).toList()));
		}
	}

	@Test
	void workersOfAKilledMasterFinishTheirRequestsAndEnd() throws IOException {
		Set<String> filesBefore = files();
		try (SampleProcess sample = sampleWithPrivateTemp().arguments("--cluster.drain-timeout=120s").start()) {
			List<Worker> workers = sample.awaitServing();
			SampleClient client = sample.client();
			List<RequestInFlight> requests = RequestInFlight.oneEach(client, workers, Duration.ofSeconds(1));
			try {
				sample.signal("KILL");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(137);
				requests.forEach(RequestInFlight::awaitAnswer);
				workers.forEach((worker) -> SampleProcess.awaitEnd(worker.pid(), DEADLINE));
			}
			finally {
				requests.forEach(RequestInFlight::close);
			}
			assertThat(client.isPortFree()).isTrue();
			assertThat(workers).noneMatch(KillIT::isZombie);
		}
		assertThat(files()).as("only what its workers ran from is left")
			.allMatch((file) -> filesBefore.contains(file) || file.startsWith("clusterboot-"));
		try (SampleProcess next = sampleWithPrivateTemp().start()) {
			next.awaitServing();
		}
		assertThat(files()).as("and the next one takes that away").isEqualTo(filesBefore);
	}

	@Test
	void nextMasterServesOnThePortWhileAWorkerOfAKilledOneFinishes() {
		try (SampleProcess sample = sampleWithPrivateTemp().arguments("--cluster.drain-timeout=10m").start()) {
			sample.awaitServing();
			KeptConnection request = sample.client().keepConnection();
			long busy = request.servedBy("/").pid();
			try {
				request.send("/slow?ms=600000");
				sample.signal("KILL");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(137);
				await().atMost(DEADLINE).until(sample.client()::isRefused);
				try (SampleProcess next = SampleCommand.sample()
					.workers(1)
					.arguments("--server.port=" + sample.port())
					.start()) {
					next.awaitServing();
					assertThat(ProcessHandle.of(busy)).as("the request is in flight").isPresent();
				}
			}
			finally {
				SampleProcess.signal("KILL", busy);
				request.close();
			}
		}
	}

	@Test
	void workersOfAKilledMasterEndEvenWithAllEventLoopsBlocked() {
		try (SampleProcess sample = sampleWithPrivateTemp().vmArguments("-Dreactor.netty.ioWorkerCount=1")
			.arguments("--cluster.drain-timeout=1s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			SampleClient client = sample.client();
			List<KeptConnection> blocking = RequestInFlight.connectToEach(client, workers);
			try {
				blocking.forEach((connection) -> connection.send("/block?ms=600000"));
				sample.signal("KILL");
				assertThat(sample.awaitExit(DEADLINE)).isEqualTo(137);
				workers.forEach((worker) -> SampleProcess.awaitEnd(worker.pid(), DEADLINE));
			}
			finally {
				blocking.forEach(KeptConnection::close);
			}
			assertThat(client.isPortFree()).isTrue();
		}
	}

	private SampleCommand sampleWithPrivateTemp() {
		return SampleCommand.sample().vmArguments("-Djava.io.tmpdir=" + this.temp).workers(2);
	}

	private Set<String> files() throws IOException {
		try (Stream<Path> files = Files.walk(this.temp)) {
			return files.map((file) -> this.temp.relativize(file).toString())
				.collect(Collectors.toCollection(TreeSet::new));
		}
	}

	/**
	 * Whether a worker has ended and was not waited for.
	 */
	private static boolean isZombie(Worker worker) {
		try {
			return Files.readString(Path.of("/proc", Long.toString(worker.pid()), "stat")).contains(") Z ");
		}
		catch (IOException ex) {
			// It is gone
			return false;
		}
	}

}
