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

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster in a file system without a shell, as in a small container image.
 */
class ShelllessIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final int SIGTERM = 128 + 15;

	/**
	 * Executes a command where the file of the shell cannot be executed.
	 */
	private static final String[] HIDDEN_SHELL = { "unshare", "--mount", "/bin/sh", "-c",
			"mount --bind /dev/null \"$(readlink -f /bin/sh)\" && exec \"$@\"", "sh" };

	@BeforeEach
	void shellCanBeHidden() throws InterruptedException {
		assumeTrue(canHideTheShell(), "Missing tool: unshare, with the rights to mount");
	}

	@Test
	void workersServeAndAreReplacedAndRolled() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).launchedBy(HIDDEN_SHELL).start()) {
			List<Worker> workers = sample.awaitServing();
			assertThat(sample.client().servedByOnNewConnection("/").pid())
				.isIn(workers.stream().map(Worker::pid).toList());
			int position = sample.output().position();
			SampleProcess.signal("KILL", workers.get(0).pid());
			Worker successor = sample.awaitListening(position, 1).get(0);
			assertThat(SampleProcess.whileOthersPause(successor, List.of(successor, workers.get(1)),
					() -> sample.client().servedByOnNewConnection("/").pid()))
				.isEqualTo(successor.pid());
			sample.roll();
			sample.signal("TERM");
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(SIGTERM);
			assertThat(sample.workerPids()).isEmpty();
		}
	}

	@Test
	void workersEndWithAMasterThatIsKilled() {
		try (SampleProcess sample = SampleCommand.sample().workers(2).launchedBy(HIDDEN_SHELL).start()) {
			List<Worker> workers = sample.awaitServing();
			sample.signal("KILL");
			workers.forEach((worker) -> SampleProcess.awaitEnd(worker.pid(), DEADLINE));
		}
	}

	@Test
	void commandThatNeedsAShellIsReportedBeforeThePortIsBound() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--cluster.worker.command=tail,-f,/dev/null")
			.launchedBy(HIDDEN_SHELL)
			.start()) {
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(1);
			assertThat(String.join("\n", sample.output().awaitEnd(DEADLINE)))
				.containsOnlyOnce("APPLICATION FAILED TO START")
				.containsOnlyOnce("there is no /bin/sh, and the program tail -f /dev/null needs one.")
				.doesNotContain("forked");
		}
	}

	private static boolean canHideTheShell() throws InterruptedException {
		return SampleCommand.canRun(Stream.concat(Stream.of(HIDDEN_SHELL), Stream.of("true")).toList());
	}

}
