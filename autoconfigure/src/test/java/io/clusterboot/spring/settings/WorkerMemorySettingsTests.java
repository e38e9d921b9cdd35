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
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterSettings}: the heap and other memory of the workers.
 */
class WorkerMemorySettingsTests extends ClusterSettingsTesting {

	@ParameterizedTest
	@ValueSource(strings = { "-Xms8g", "-ms8g", "-XX:InitialHeapSize=8g", "-XX:MinHeapSize=8192m",
			"-XX:SoftMaxHeapSize=8g" })
	void maximumIsNotLessThanASizeOfTheUser(String option) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).contains(option, "-Xmx8192m");
		this.properties.getWorker().setMaxHeap("9g");
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).contains(option, "-Xmx9216m");
		this.properties.getWorker().setMaxHeap("1g");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> resolve(2, option, "-jar", "app.jar"))
			.satisfies((failure) -> assertThat(failure.getReason())
				.isEqualTo("Expected at least 8192MB, which the JVM options need (%s).".formatted(option)));
	}

	@Test
	void youngGenerationOfTheUserFits() {
		assertThat(commandLine(resolve(2, "-Xmn8g", "-jar", "app.jar"))).contains("-Xmn8g", "-Xmx12288m");
	}

	@ParameterizedTest
	@CsvSource({ "-XX:MaxRAMPercentage=75, -XX:MaxRAMPercentage=37.5",
			"-XX:InitialRAMPercentage=50.0, -XX:InitialRAMPercentage=25",
			"-XX:MinRAMPercentage=25, -XX:MinRAMPercentage=12.5", "-XX:MaxRAMFraction=2, -XX:MaxRAMFraction=4" })
	void shareOfTheMachineIsDividedAmongTheWorkers(String option, String divided) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).contains(divided).doesNotContain(option);
		assertThat(commandLine(resolve(1, option, "-jar", "app.jar"))).contains(option);
		assertThat(resolve(this.properties, 2, Map.of("JAVA_TOOL_OPTIONS", "-Da " + option), "-jar", "app.jar").launch()
			.environment()).containsEntry("JAVA_TOOL_OPTIONS", "-Da " + divided);
		this.properties.getWorker().setJvmArgs(List.of(option));
		assertThat(commandLine(resolve(2, "-jar", "app.jar"))).as("an option for each worker").contains(option);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:MaxRAMPercentage=75", "-XX:MaxRAM=4g", "-mx1g", "-XX:MaxHeapSize=1g" })
	void nothingIsAddedToAMaximumOfTheUser(String option) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).noneMatch((word) -> word.startsWith("-Xmx"));
	}

	@ParameterizedTest
	@CsvSource({ "2, 0.7813", "4, 0.3906", "64, 0.0244" })
	void initialHeapIsDividedAmongTheWorkers(int workers, String percentage) {
		for (String[] command : List.of(new String[] { "-jar", "app.jar" },
				new String[] { "-Xmn20m", "-Xmx512m", "-jar", "app.jar" },
				new String[] { "-XX:MinHeapSize=16m", "-XX:MaxRAMPercentage=50", "-jar", "app.jar" })) {
			assertThat(commandLine(resolve(workers, command))).contains("-XX:InitialRAMPercentage=" + percentage);
			assertThat(commandLine(resolve(1, command))).as("a single worker")
				.noneMatch((word) -> word.contains("Initial"));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xms32m", "-ms32m", "-XX:InitialHeapSize=32m", "-XX:InitialRAMFraction=8",
			"-XX:InitialRAMPercentage=4" })
	void initialHeapOfTheUserStays(String option) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar")))
			.filteredOn((word) -> word.contains("Initial") || word.contains("ms"))
			.containsExactly(option.replace("Percentage=4", "Percentage=2").replace("Fraction=8", "Fraction=16"));
		assertThat(commandLine(
				resolve(this.properties, 2, Map.of("JAVA_TOOL_OPTIONS", "-Da " + option), "-jar", "app.jar")))
			.as("in the environment")
			.noneMatch((word) -> word.startsWith("-XX:InitialRAMPercentage"));
		this.properties.getWorker().setJvmArgs(List.of(option));
		assertThat(commandLine(resolve(2, "-jar", "app.jar"))).as("an option for each worker")
			.filteredOn((word) -> word.contains("Initial") || word.contains("ms"))
			.containsExactly(option);
	}

	@Test
	void nativeHeapIsInFewArenas() {
		assertThat(arenas(Map.of(), new WorkerNumbers(1, 0, 0, 0))).isEqualTo("2");
		this.properties.getWorker().setDebugSlot(1);
		assertThat(arenas(Map.of(), new WorkerNumbers(2, 1, 0, 1))).as("a worker that waits for a debugger")
			.isEqualTo("2");
	}

	@Test
	void arenasOfTheUserStay() {
		WorkerNumbers first = new WorkerNumbers(1, 0, 0, 0);
		assertThat(arenas(Map.of("MALLOC_ARENA_MAX", "4"), first)).isEqualTo("4");
		assertThat(arenas(Map.of("GLIBC_TUNABLES", "glibc.malloc.arena_max=4"), first)).isNull();
		this.properties.getWorker().setEnvironment(Map.of("MALLOC_ARENA_MAX", "8"));
		assertThat(arenas(Map.of("MALLOC_ARENA_MAX", "4"), first)).isEqualTo("8");
		this.properties.getWorker().setEnvironment(Map.of());
		this.properties.getWorker().setCommand(List.of("/bin/sh"));
		WorkerLaunch launch = resolve(this.properties, 2, Map.of(), "-jar", "app.jar").launch();
		assertThat(launch.programOf(0)).isInstanceOf(WorkerProgram.Command.class);
		assertThat(launch.environment()).as("another program").doesNotContainKey("MALLOC_ARENA_MAX");
	}

	private @Nullable String arenas(Map<String, String> environment, WorkerNumbers numbers) {
		WorkerLaunch launch = resolve(this.properties, 2, environment, DEBUGGED).launch();
		WorkerProgram.Jvm program = (WorkerProgram.Jvm) launch.programOf(numbers.slot());
		return program.environment(launch.environment(), numbers).get("MALLOC_ARENA_MAX");
	}

	@Test
	void collectorHasAsManyThreadsInAPauseAsItIsToldToHaveBesideTheApplication() {
		this.properties.getWorker().setCpus("1");
		assertThat(commandLine(resolve(2, "-XX:+UseG1GC", "-XX:ConcGCThreads=2", "-jar", "app.jar")))
			.contains("-XX:ParallelGCThreads=2");
		assertThat(commandLine(resolve(2, "-XX:ConcGCThreads=2", "-XX:ParallelGCThreads=3", "-jar", "app.jar")))
			.doesNotContain("-XX:ParallelGCThreads=2");
		this.properties.getWorker().setCpus("2");
		assertThat(commandLine(resolve(2, "-XX:ConcGCThreads=2", "-jar", "app.jar")))
			.noneMatch((option) -> option.startsWith("-XX:ParallelGCThreads="));
	}

	@Test
	void heapsThatExceedTheMachineAreWarnedOf() {
		assertThat(resolve(2, "-Xmx900000g", "-jar", "app.jar").notes().warnings()).singleElement()
			.asString()
			.startsWith("The heaps of the workers may grow to 2 x 921600000 MB, more than the memory of ");
	}

	@Test
	void nettyDoesNotTakeAShareForLittleMemory() {
		String option = "-Dio.netty.allocator.lowMemory=false";
		Machine machine = new Machine(2, OptionalLong.of(4 * GIB), GIB);
		assertThat(commandLine(resolve(machine, 2, "-jar", "app.jar"))).contains("-Xmx512m", option);
		assertThat(commandLine(resolve(machine, 2, "-XX:MaxRAMPercentage=25", "-jar", "app.jar"))).contains(option);
		assertThat(commandLine(resolve(machine, 1, "-jar", "app.jar"))).doesNotContain(option);
		assertThat(commandLine(resolve(machine, 2, "-Xmx512m", "-jar", "app.jar"))).doesNotContain(option);
		this.properties.getWorker().setMaxHeap("512m");
		assertThat(commandLine(resolve(machine, 2, "-jar", "app.jar"))).doesNotContain(option);
	}

	@Test
	void collectorIsNamedIfTheJvmIsThatOfTheMaster() {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		ClusterSettings settings = ClusterSettings.resolve(8, this.properties, Duration.ofSeconds(7),
				JavaCommand.parse(java, List.of("-jar", "app.jar")), Map.of(),
				WorkerMemorySettingsTests.class.getClassLoader(), MACHINE);
		assertThat(commandLine(settings)).contains("-XX:+UseSerialGC");
		assertThat(commandLine(settings).contains("-XX:TrimNativeHeapInterval=60000"))
			.isEqualTo(ThisJvm.get().trimsNativeHeap());
		assertThat(settings.notes().budget())
			.hasValueSatisfying((budget) -> assertThat(budget.lines()).contains("  collector     Serial"));
	}

	@Test
	void masterNeedsMemoryToo() {
		Machine machine = new Machine(2, OptionalLong.of(GIB), GIB / 4);
		assertThat(resolve(machine, 2, "-Xmx464m", "-jar", "app.jar").notes().warnings()).isEmpty();
		assertThat(resolve(machine, 2, "-Xmx465m", "-jar", "app.jar").notes().warnings())
			.containsExactly("The heaps of the workers may grow to 2 x 465 MB, more than the memory of 1024 MB. "
					+ "Set fewer workers or a smaller heap ('cluster.worker.max-heap').");
	}

	@Test
	void moreWorkersThanTheMemoryHasRoomForAreRefused() {
		Machine machine = new Machine(64, OptionalLong.of(GIB), GIB / 4);
		assertThat(commandLine(resolve(machine, 5, "-jar", "app.jar"))).contains("-Xmx64m");
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> resolve(machine, 6, "-jar", "app.jar"))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo("cluster.workers");
				assertThat(failure.getValue()).isEqualTo(6);
				assertThat(failure.getReason()).isEqualTo(
						"Expected at most 5: of the memory of 1024 MB the master needs 96 MB, and each worker 64 MB of heap "
								+ "and 96 MB beside it. Set fewer workers, or the heap of each ('cluster.worker.max-heap').");
			});
		assertThat(commandLine(resolve(machine, 8, "-Xmx32m", "-jar", "app.jar"))).contains("-Xmx32m");
		this.properties.getWorker().setMaxHeap("32m");
		assertThat(commandLine(resolve(machine, 8, "-jar", "app.jar"))).contains("-Xmx32m");
		this.properties.getWorker().setMaxHeap("auto");
		this.properties.getWorker().setCommand(List.of("/bin/sh"));
		assertThat(resolve(machine, 8, "-jar", "app.jar").master().workers()).as("other programs").isEqualTo(8);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+HeapDumpOnOutOfMemoryError", "-Da=OnOutOfMemoryError" })
	void workerEndsWhenItsMemoryIsExhausted(String option) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).contains("-XX:+ExitOnOutOfMemoryError", option);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:-ExitOnOutOfMemoryError", "-XX:+CrashOnOutOfMemoryError" })
	void userDecidesWhatHappensWhenMemoryIsExhausted(String option) {
		assertThat(commandLine(resolve(2, option, "-jar", "app.jar"))).contains(option)
			.doesNotContain("-XX:+ExitOnOutOfMemoryError");
	}

	@ParameterizedTest
	@CsvSource({ "256m, 256", "256M, 256", "1g, 1024", "262144k, 256", "268435456, 256", "256mb, 256", "1 GB, 1024" })
	void heapIsWrittenAsTheJvmOrSpringBootDoes(String value, int megabytes) {
		this.properties.getWorker().setMaxHeap(value);
		assertThat(commandLine(resolve(2, "-jar", "app.jar"))).contains("-Xmx%dm".formatted(megabytes));
	}

}
