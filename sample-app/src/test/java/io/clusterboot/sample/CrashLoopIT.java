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

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that die again and again: the master respawns them as often as configured, then
 * ends and logs why. And a worker that asks not to be respawned.
 */
class CrashLoopIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int GAVE_UP = 69;

	@TempDir
	private Path jarDirectory;

	@Test
	void endsWithTheFailureThatIsOneTooMany() {
		crashUntilTheEnd(2);
	}

	@Test
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void endsWithTheSixthFailureUnlessToldOtherwise() {
		crashUntilTheEnd(5);
	}

	private void crashUntilTheEnd(int maxFailures) {
		SampleJar jar = SampleJar.deployTo(this.jarDirectory);
		jar.deploy("1", Fault.DIE_WHEN_READY);
		try (SampleProcess sample = jar.command()
			.workers(1)
			.arguments("--cluster.respawn.period=10m", "--cluster.respawn.initial-delay=10ms")
			.arguments((maxFailures == 5) ? new String[0]
					: new String[] { "--cluster.respawn.max-failures=" + maxFailures })
			.start()) {
			sample.awaitServing();
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(GAVE_UP);
			List<String> lines = sample.output().awaitEnd(DEADLINE);
			assertThat(sample.output().all(0, SampleProcess.FORKED)).hasSize(maxFailures + 1);
			assertThat(sample.output().all(0, SampleProcess.EXITED)).hasSize(maxFailures + 1);
			assertThat(lines).filteredOn((line) -> line
				.matches(".* ERROR .*Cluster gives up: no worker is ready, and every slot failed more than %d times .*"
					.formatted(maxFailures)))
				.hasSize(1);
			assertThat(lines)
				.filteredOn((line) -> line.matches(".*\\b%d times\\b.*exit code 9.*".formatted(maxFailures + 1)))
				.hasSize(1);
			assertThat(lines)
				.anyMatch((line) -> line.matches(" {4}.*\\[worker-0 [^]]+\\].*Started SampleApplication.*"));
			assertThat(sample.workerPids()).isEmpty();
		}
	}

	@Test
	void exitCodeTwoIsNotReplaced() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.respawn.initial-delay=1ms")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			int position = sample.output().position();
			sample.client().crash("exit", 2);
			Worker gone = Worker.of(sample.output().await(position, SampleProcess.EXITED, DEADLINE));
			Worker left = workers.stream().filter((worker) -> !worker.equals(gone)).findFirst().orElseThrow();
			// This fork comes after every earlier replacement
			Kill.of(left);
			Worker replacement = Worker.of(sample.output().await(position, SampleProcess.FORKED, DEADLINE));
			assertThat(replacement.slot()).isEqualTo(left.slot());
			sample.output()
				.await(position, Pattern.compile("Worker %d .* listening".formatted(replacement.id())), DEADLINE);
			assertThat(sample.workers()).containsExactly(replacement);
			assertThat(sample.client().servedByOnNewConnection("/").pid()).isEqualTo(replacement.pid());
		}
	}

}
