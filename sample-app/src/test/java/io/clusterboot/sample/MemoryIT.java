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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of master and workers.
 */
class MemoryIT {

	private static final String RELEASED = "Gave back memory of the master: (\\d+) of (\\d+) MB heap used, \\d+ MB resident before, "
			+ "(\\d+) of (\\d+) MB heap used, \\d+ MB resident after";

	@Test
	void masterGivesBackWhatItsStartTookAndWorkersHaveTheirShare() throws IOException {
		try (SampleProcess sample = SampleCommand.sample()
			.vmArguments("-XX:-UseSerialGC", "-XX:+UseG1GC")
			.arguments("--logging.level.io.clusterboot.spring.master=debug",
					"--logging.level.io.clusterboot.autoconfigure=debug")
			.workers(2)
			.start()) {
			List<Worker> workers = sample.awaitServing();
			assertThat(sample.output().all()).anyMatch((line) -> line.endsWith(": Budget of each worker:"))
				.anyMatch((line) -> line.matches("  initial heap  \\d+ MB"))
				.contains("  collector     G1");
			for (Worker worker : workers) {
				assertThat(words(worker.pid(), "environ")).contains("MALLOC_ARENA_MAX=2");
			}
			MatchResult released = sample.awaitLine(RELEASED, Duration.ofSeconds(60));
			assertThat(Integer.parseInt(released.group(3))).isLessThanOrEqualTo(Integer.parseInt(released.group(1)));
			assertThat(Integer.parseInt(released.group(4))).isLessThanOrEqualTo(Integer.parseInt(released.group(2)));
		}
	}

	@Test
	void collectorOfWorkersIsNamedWhereTheUserChoseNone() throws IOException {
		try (SampleProcess sample = SampleCommand.sample()
			.arguments("--cluster.worker.cpus=1", "--cluster.worker.excluded-jvm-args=-XX:+UseSerialGC",
					"--logging.level.io.clusterboot.autoconfigure=debug")
			.workers(1)
			.start()) {
			long worker = sample.awaitServing().get(0).pid();
			assertThat(words(worker, "cmdline")).containsSubsequence("-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError");
			assertThat(sample.output().all()).contains("  collector     Serial", "  data sources  as configured");
		}
	}

	private static String[] words(long pid, String file) throws IOException {
		return Files.readString(Path.of("/proc", Long.toString(pid), file), StandardCharsets.ISO_8859_1).split("\0");
	}

}
