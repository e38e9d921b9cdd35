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

package io.clusterboot.test;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The ends of a cluster: its JVM of tests is killed, or its start fails.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class TestClusterIT {

	private static final Duration DEADLINE = Duration.ofSeconds(150);

	@TempDir
	private Path temp;

	@Test
	void endsWithTheJvmOfTheTests() throws Exception {
		Process tests = start(AbandonedCluster.class);
		List<ProcessHandle> started;
		try {
			MatchResult cluster = output(tests).await(Pattern.compile("master (\\d+), worker (\\d+)"), DEADLINE);
			started = Stream.of(1, 2)
				.map((group) -> ProcessHandle.of(Long.parseLong(cluster.group(group))).orElseThrow())
				.toList();
		}
		finally {
			tests.destroyForcibly().waitFor();
		}
		started.forEach((handle) -> assertThat(handle.onExit()).succeedsWithin(DEADLINE));
	}

	@Test
	void startThatFailsShowsTheOutputAndLeavesNothing() throws Exception {
		Process tests = start(FailingCluster.class);
		try {
			assertThat(String.join("\n", output(tests).awaitEnd(DEADLINE)))
				.contains("The master ended with exit code 1")
				.contains("99999")
				.contains("no-such.jar (expected: the packaged application");
			assertThat(tests.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		finally {
			tests.destroyForcibly();
		}
		assertThat(this.temp).isEmptyDirectory();
	}

	private Process start(Class<?> main) throws IOException {
		return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + this.temp, "-cp",
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), main.getName())
			.redirectErrorStream(true)
			.start();
	}

	private static OutputLines output(Process process) {
		return OutputLines.of(process, (line) -> {
		});
	}

}
