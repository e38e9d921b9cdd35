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
import java.util.stream.Collectors;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * A cluster whose terminal is closed, as when its window or the connection to its host
 * is. The program {@code script} has the other end of the terminal.
 */
class TerminalIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void closedTerminalEndsTheClusterAsItEndsABootApplication(@TempDir Path directory) throws InterruptedException {
		assumeTrue(canOpenTerminal(), "Missing tool: script, with a terminal to open");
		Path log = directory.resolve("sample.log");
		String command = SampleCommand.sample()
			.workers(1)
			.arguments("--logging.file.name=" + log, "--server.port=0", "--spring.output.ansi.enabled=never")
			.command()
			.stream()
			.map((word) -> "'" + word + "'")
			.collect(Collectors.joining(" "));
		try (SampleProcess terminal = SampleCommand.of("script", "-qfc", "exec " + command, "/dev/null").start()) {
			Worker worker = terminal.awaitServing().get(0);
			long master = ProcessHandle.of(worker.pid()).flatMap(ProcessHandle::parent).orElseThrow().pid();
			terminal.awaitLine("\\[master\\].* Started SampleApplication", DEADLINE);
			SampleProcess.signal("KILL", terminal.pid());
			SampleProcess.awaitEnd(master, DEADLINE);
			SampleProcess.awaitEnd(worker.pid(), DEADLINE);
			assertThat(log).content().contains("The terminal was closed", "Cluster stopped after");
		}
	}

	private static boolean canOpenTerminal() throws InterruptedException {
		return SampleCommand.canRun(List.of("script", "-qec", "true", "/dev/null"));
	}

}
