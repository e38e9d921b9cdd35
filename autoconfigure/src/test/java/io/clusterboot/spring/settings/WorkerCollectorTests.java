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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerCollector}.
 */
class WorkerCollectorTests {

	private static final String HOT_SPOT = "OpenJDK 64-Bit Server VM";

	@TempDir
	private Path home;

	private Path java;

	@BeforeEach
	void install() throws IOException {
		this.java = this.home.resolve("bin/java");
		Files.createDirectories(this.java.getParent());
		Files.createFile(this.java);
	}

	@ParameterizedTest
	@CsvSource({ "1, 64, Serial", "1, 8192, Serial", "2, 512, Serial", "2, 513, G1", "3, 128, G1", "16, 8192, G1" })
	void collectorSuitsProcessorsAndHeap(int processors, long megabytes, String collector) {
		assertThat(missing(HOT_SPOT, processors, OptionalLong.of(megabytes << 20)))
			.hasValue("-XX:+Use%sGC".formatted(collector));
	}

	@Test
	void heapThatIsNotKnownIsUpToTheJvm() {
		assertThat(missing(HOT_SPOT, 1, OptionalLong.empty())).hasValue("-XX:+UseSerialGC");
		assertThat(missing(HOT_SPOT, 2, OptionalLong.empty())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseParallelGC", "-XX:+UseZGC", "-XX:-UseSerialGC", "-XX:MaxGCPauseMillis=50",
			"-XX:G1HeapRegionSize=4m", "-XX:+G1UseAdaptiveIHOP" })
	void userDecides(String option) {
		assertThat(missing(HOT_SPOT, 1, OptionalLong.empty(), option)).isEmpty();
		JavaCommand command = JavaCommand.parse(this.java, List.of("-jar", "app.jar"));
		for (String variable : List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
			assertThat(new WorkerCollector(new ThisJvm(HOT_SPOT, Runtime.version(), this.home)).missingIn(command,
					Map.of(variable, "-Da=b " + option), 1, OptionalLong.empty()))
				.isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseGCOverheadLimit", "-XX:+UseMaximumCompactionOnSystemGC",
			"-XX:+UseAdaptiveSizePolicyWithSystemGC", "-Xlog:gc", "-XX:ConcGCThreads=1" })
	void otherOptionsDecideNothing(String option) {
		assertThat(missing(HOT_SPOT, 1, OptionalLong.empty(), option)).hasValue("-XX:+UseSerialGC");
	}

	@Test
	void otherJvmChoosesItself() throws IOException {
		assertThat(missing("Eclipse OpenJ9 VM", 1, OptionalLong.empty())).isEmpty();
		assertThat(missing("OpenJDK 64-Bit Zero VM", 1, OptionalLong.empty())).isEmpty();
		this.java = Files.createFile(this.home.resolve("other"));
		assertThat(missing(HOT_SPOT, 1, OptionalLong.empty())).isEmpty();
	}

	private Optional<String> missing(String jvm, int processors, OptionalLong heap, String... options) {
		JavaCommand command = JavaCommand.parse(this.java, List.of("-jar", "app.jar"))
			.prependVmOptions(List.of(options));
		return new WorkerCollector(new ThisJvm(jvm, Runtime.version(), this.home)).missingIn(command, Map.of(),
				processors, heap);
	}

}
