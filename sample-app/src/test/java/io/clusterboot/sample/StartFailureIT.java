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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A cluster that does not come up: it says why, once, and leaves nothing behind.
 */
class StartFailureIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void takenPortIsReportedOnceBeforeAnyWorkerIsForked() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				SampleProcess sample = SampleCommand.sample()
					.workers(2)
					.arguments("--server.address=127.0.0.1", "--server.port=" + taken.getLocalPort())
					.start()) {
			String output = awaitFailure(sample);
			assertThat(output).containsOnlyOnce("Port " + taken.getLocalPort() + " was already in use")
				.doesNotContain("forked");
		}
	}

	@Test
	void portOfAnotherClusterThatWasDrawnAtRandomIsReportedWithItsProcesses() {
		try (SampleProcess other = SampleCommand.sample()
			.workers(2)
			.arguments("--server.port=${random.int[20000,30000]}")
			.start()) {
			List<Worker> workers = other.awaitServing();
			for (Worker worker : workers) {
				assertThat(SampleProcess.whileOthersPause(worker, workers,
						() -> other.client().servedByOnNewConnection("/").pid()))
					.isEqualTo(worker.pid());
			}
			try (SampleProcess sample = SampleCommand.sample()
				.workers(2)
				.arguments("--server.port=" + other.port())
				.start()) {
				assertThat(awaitFailure(sample))
					.containsOnlyOnce("Port " + other.port() + " was already in use by a cluster:")
					.containsPattern(
							"The master with pid %d, and its workers with the pids \\d+, \\d+".formatted(other.pid()))
					.contains(Long.toString(workers.get(0).pid()), Long.toString(workers.get(1).pid()))
					.doesNotContain("forked");
			}
		}
	}

	@Test
	void saysWhyNoJvmOfAWorkerStarts() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.worker.jvm-args=-Xbogus")
			.start()) {
			String output = awaitFailure(sample);
			assertThat(output).containsOnlyOnce("No worker became ready:")
				.containsPattern("Worker 1 \\(slot 0, pid \\d+\\) ended after \\S+ s with exit code 1\n")
				.containsPattern("Worker 2 \\(slot 1, pid \\d+\\) ended after \\S+ s with exit code 1\n")
				.containsPattern(
						"The last lines of worker [12] \\(slot [01], pid \\d+\\):\n(?s:.*)    Unrecognized option: -Xbogus\n");
		}
	}

	@Test
	void saysWhyNoApplicationOfAWorkerStarts() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.worker.arguments=--server.port=0,--spring.webflux.problemdetails.enabled=perhaps")
			.start()) {
			String output = awaitFailure(sample, 2);
			assertThat(output).containsOnlyOnce("No worker became ready:")
				.containsPattern("Worker 1 \\(slot 0, pid \\d+\\) ended after \\S+ s with exit code 1\n")
				.containsPattern("The last lines of worker 1 \\(slot 0, pid \\d+\\):\n(?s:.*)    .*perhaps");
		}
	}

	@Test
	void endsAWorkerThatHangsWhileItStarts(@TempDir Path directory) throws IOException {
		Path hanging = directory.resolve("java");
		Files.writeString(hanging, "#!/bin/sh\necho 'waiting for nothing'\nexec tail -f /dev/null\n");
		assertThat(hanging.toFile().setExecutable(true)).isTrue();
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.startup-timeout=2s", "--cluster.worker.java=" + hanging)
			.start()) {
			String output = awaitFailure(sample);
			assertThat(output).containsPattern(
					"Worker 1 \\(slot 0, pid \\d+\\) does not listen after 2 s \\(cluster.startup-timeout\\); dumping its threads, then sending SIGTERM")
				.containsPattern("Worker 1 \\(slot 0, pid \\d+\\) ended after \\S+ s with signal SIGTERM")
				.contains("    waiting for nothing\n");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					cluster.workers              | -1                  | Expected auto, or a number from 0
					cluster.workers              | many                | Expected auto, or a number from 0
					cluster.workers              | 100000              | Expected auto, or a number from 0
					cluster.scheduling-policy    | unheard-of          | shared
					cluster.master.auto-configurations | some          | Expected one of reduced, all.
					cluster.startup-timeout      | PT0S                | Expected a time of more than 0
					cluster.drain-timeout        | soon                | duration
					cluster.respawn.max-delay    | PT0.001S            | Expected a time of at least cluster.respawn.initial-delay
					cluster.message-max-size     | 1B                  | Expected a size from 1KB to 2047MB
					cluster.worker.java          | /dev/null           | Expected the path of a java executable
					cluster.worker.main-class    | no.such.Application | Expected the fully qualified name of a class
					cluster.worker.cpus          | 0                   | Expected auto, or a number of at least 1
					cluster.worker.max-heap      | much                | Expected auto, or a size of at least 2MB
					cluster.worker.working-directory | /dev/null       | Expected a directory
					""")
	void saysWhichValueIsWrongAndWhatIsExpected(String key, String value, String expected) {
		SampleCommand command = key.equals("cluster.workers") ? SampleCommand.sample()
				: SampleCommand.sample().workers(1);
		try (SampleProcess sample = command.arguments("--" + key + "=" + value).start()) {
			String output = awaitFailure(sample);
			assertThat(output).containsIgnoringCase(expected).contains(key, value).doesNotContain("forked");
		}
	}

	/**
	 * Wait for the end of a failed start.
	 * @return the output
	 */
	private static String awaitFailure(SampleProcess sample) {
		return awaitFailure(sample, 1);
	}

	private static String awaitFailure(SampleProcess sample, int reports) {
		assertThat(sample.awaitExit(DEADLINE)).isEqualTo(1);
		List<String> lines = sample.output().awaitEnd(DEADLINE);
		assertThat(sample.workerPids()).isEmpty();
		assertThat(lines).filteredOn("APPLICATION FAILED TO START"::equals).as("reports").hasSize(reports);
		assertThat(lines).noneMatch((line) -> line.startsWith("\tat "));
		return String.join("\n", lines);
	}

}
