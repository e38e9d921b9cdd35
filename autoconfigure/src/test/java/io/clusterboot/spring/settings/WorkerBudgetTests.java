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

package io.clusterboot.spring.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerBudget}.
 */
class WorkerBudgetTests {

	private static final long MEBI = 1024 * 1024;

	private static final OptionalLong MACHINE = OptionalLong.of(16384 * MEBI);

	@Test
	void shareOfAWorkerIsOneTable() {
		assertThat(table(MACHINE, "-XX:ActiveProcessorCount=1", "-Dreactor.netty.ioWorkerCount=2", "-Xmx2048m",
				"-XX:InitialRAMPercentage=0.7813")
			.lines()).containsExactly("Budget of each worker:", "  initial heap  128 MB", "  largest heap  2048 MB",
					"  processors    1", "  event loops   2",
					"  collector     Serial, unless the JVM chooses another one for one processor");
	}

	@ParameterizedTest
	@CsvSource({ "-Xms100m, 100", "-XX:InitialHeapSize=1g, 1024", "-Xmx64m, 64", "-XX:InitialRAMPercentage=0.001, 8",
			"-XX:InitialRAMPercentage=25, 4096", "-Da, 256" })
	void initialHeapIsThatOfTheJvm(String option, int megabytes) {
		assertThat(table(MACHINE, option)).contains("initial heap  %d MB".formatted(megabytes));
	}

	@Test
	void unknownIsSaidToBe() {
		assertThat(table(OptionalLong.empty(), "-XX:MaxRAMPercentage=50").lines()).contains(
				"  initial heap  as its options say", "  largest heap  as its options say", "  processors    all",
				"  collector     the one that the JVM chooses");
		assertThat(table(MACHINE, "-XX:InitialRAMFraction=8")).contains("initial heap  as its options say");
	}

	@Test
	void collectorIsThatOfTheOptionsOrTheJvm() {
		assertThat(table(MACHINE, "-XX:+UseG1GC", "-XX:ActiveProcessorCount=1", "-XX:+UseParallelGC"))
			.contains("collector     Parallel");
		assertThat(table(OptionalLong.of(1024 * MEBI), "-XX:ActiveProcessorCount=2"))
			.contains("collector     Serial, unless the JVM chooses another one for little memory");
	}

	@Test
	void eventLoopsAreThoseOfReactorNetty() {
		assertThat(table(MACHINE, "-XX:ActiveProcessorCount=2")).contains("event loops   4");
		assertThat(table(MACHINE, "-XX:ActiveProcessorCount=6")).contains("event loops   6");
	}

	private static String table(OptionalLong machine, String... options) {
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of("-jar", "app.jar"))
			.prependVmOptions(List.of(options));
		return new WorkerBudget(command, Map.of(), machine).toTable();
	}

}
