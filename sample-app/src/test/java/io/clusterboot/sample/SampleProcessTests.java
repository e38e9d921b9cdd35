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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SampleProcess}, with commands that are not the sample.
 */
class SampleProcessTests {

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	@Test
	void findsALineAndTheExitCode() {
		try (SampleProcess process = SampleCommand.of("sh", "-c", "echo one; echo two 22; exit 7").start()) {
			assertThat(process.awaitLine("two (\\d+)", DEADLINE).group(1)).isEqualTo("22");
			assertThat(process.awaitExit(DEADLINE)).isEqualTo(7);
			assertThat(process.output().all()).containsExactly("one", "two 22");
		}
	}

	@Test
	void givesUpWhenTheOutputEnds() {
		try (SampleProcess process = SampleCommand.of("echo", "only this").start()) {
			assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> process.awaitLine("other", DEADLINE))
				.withMessageContaining("ended without a line like other")
				.withMessageContaining("only this");
		}
	}

	@Test
	void givesUpAtTheDeadline() {
		try (SampleProcess process = SampleCommand.of("sh", "-c", "echo only this; exec tail -f /dev/null").start()) {
			process.awaitLine("only", DEADLINE);
			assertThatExceptionOfType(AssertionError.class)
				.isThrownBy(() -> process.awaitLine("other", Duration.ofMillis(50)))
				.withMessageContaining("Not within PT0.05S: a line like other");
		}
	}

	@Test
	void signalsAndClosesWhatItStarted() {
		SampleProcess process = SampleCommand.of("tail", "-f", "/dev/null").start();
		process.signal("STOP");
		process.close();
		assertThat(process.handle().isAlive()).isFalse();
	}

	@Test
	void killsAndNamesWhatIsLeftBehind() {
		SampleProcess process = SampleCommand.of("sh", "-c", "tail -f /dev/null & echo child $!; wait")
			.stopDeadline(Duration.ofMillis(500))
			.start();
		long child = Long.parseLong(process.awaitLine("child (\\d+)", DEADLINE).group(1));
		assertThat(process.workerPids()).containsExactly(child);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(process::close)
			.withMessageContaining("Had to be killed: ")
			.withMessageContaining("forked process " + child);
		SampleProcess.awaitEnd(child, DEADLINE);
	}

	@Test
	void killsAndNamesWhatIgnoresTerm() {
		SampleProcess process = SampleCommand.of("sh", "-c", "trap '' TERM; echo ready; exec tail -f /dev/null")
			.stopDeadline(Duration.ofMillis(500))
			.start();
		process.awaitLine("ready", DEADLINE);
		assertThatExceptionOfType(AssertionError.class).isThrownBy(process::close)
			.withMessageContaining("Had to be killed: process " + process.pid());
		SampleProcess.awaitEnd(process.pid(), DEADLINE);
	}

	@Test
	void passesTheEnvironment() {
		try (SampleProcess process = SampleCommand.of("sh", "-c", "echo $GREETING")
			.environment("GREETING", "hi")
			.start()) {
			process.awaitLine("^hi$", DEADLINE);
		}
	}

}
