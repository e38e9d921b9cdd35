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

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.image.ImageSettings;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.master.ForkParallelism;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.process.command.PortOutOfRangeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterSettings}.
 */
class ClusterSettingsTests extends ClusterSettingsTesting {

	/**
	 * A worker starts no workers.
	 */
	private static final Set<String> ONLY_IN_THE_MASTER = Set.of("cluster.worker.java", "cluster.worker.main-class",
			"cluster.worker.working-directory", "cluster.worker.debug-slot", "cluster.worker.cpus",
			"cluster.worker.max-heap");

	@Test
	void workerStartsAsTheMasterDidWithItsShareOfTheMachine() {
		ClusterSettings settings = resolve(2, "-Dx=y", "-jar", "app.jar", "--a=b");
		List<String> line = commandLine(settings);
		assertThat(settings.notes().addedOptions()).containsAll(line.subList(1, 6));
		assertThat(settings.notes().summary())
			.hasValueSatisfying((summary) -> assertThat(summary).startsWith("Workers: 2 x ")
				.contains(" MB heap, ", " each. Added JVM options: -XX:ActiveProcessorCount="));
		assertThat(line).containsExactly(JAVA.toString(), "-XX:ActiveProcessorCount=4",
				"-Dreactor.netty.ioWorkerCount=4", "-Xmx2048m", "-XX:InitialRAMPercentage=0.7813",
				"-XX:+ExitOnOutOfMemoryError", "-Dx=y", "-jar", "app.jar", "--a=b");
		assertThat(settings.launch().environment()).containsEntry("HOME", "/home/test");
		assertThat(settings.launch().workingDirectory()).isNull();
		assertThat(settings.master().workers()).isEqualTo(2);
	}

	@Test
	void whatTheUserSetStays() {
		ClusterSettings settings = resolve(2, "-Xmx100m", "-Xms50m", "-XX:ActiveProcessorCount=3",
				"-XX:OnOutOfMemoryError=kill -9 %p", "-jar", "app.jar");
		assertThat(commandLine(settings)).containsExactly(JAVA.toString(), "-Xmx100m", "-Xms50m",
				"-XX:ActiveProcessorCount=3", "-XX:OnOutOfMemoryError=kill -9 %p", "-jar", "app.jar");
	}

	@Test
	void keysThatJvmOptionsOverruleAreWarnedOf() {
		this.properties.getWorker().setCpus("2");
		this.properties.getWorker().setMaxHeap("64m");
		assertThat(resolve(2, "-Xmx32m", "-XX:ActiveProcessorCount=1", "-jar", "app.jar").notes().warnings())
			.containsExactly(
					"The key 'cluster.worker.cpus' (2) has no effect, since the JVM options have '-XX:ActiveProcessorCount=1'.",
					"The key 'cluster.worker.max-heap' (64m) has no effect, since the JVM options have '-Xmx32m'.");
		assertThat(resolve(2, "-jar", "app.jar").notes().warnings()).isEmpty();
	}

	@Test
	void budgetSaysWhatIsDivided() {
		assertThat(resolve(2, "-jar", "app.jar").notes().budget())
			.hasValueSatisfying((budget) -> assertThat(budget.lines()).endsWith("  data sources  as configured",
					"  threads       as configured"));
		this.properties.getBudget().setDatasource(BudgetRule.DIVIDE);
		assertThat(resolve(2, "-jar", "app.jar").notes().budget())
			.hasValueSatisfying((budget) -> assertThat(budget.lines())
				.endsWith("  data sources  a part of what is configured", "  threads       as configured"));
	}

	@Test
	void excludedOptionsStayInTheMaster() {
		this.properties.getWorker().setExcludedJvmArgs(List.of("-javaagent:/opt/jmx.jar=", "-Xlog:gc:file="));
		assertThat(commandLine(resolve(2, "-javaagent:/opt/jmx.jar=9404:c.yml", "-javaagent:/opt/other.jar",
				"-Xlog:gc:file=x", "-jar", "app.jar", "-Xlog:gc:file=y")))
			.endsWith("-javaagent:/opt/other.jar", "-jar", "app.jar", "-Xlog:gc:file=y")
			.noneMatch((option) -> option.contains("jmx.jar") || option.equals("-Xlog:gc:file=x"));
		assertThat(resolve(this.properties, 2, Map.of("JAVA_TOOL_OPTIONS", "-Xlog:gc:file=x -Da"), "-jar", "app.jar")
			.launch()
			.environment()).containsEntry("JAVA_TOOL_OPTIONS", "-Da");
		this.properties.getWorker().setJvmArgs(List.of("-Xlog:gc:file=z"));
		assertThat(commandLine(resolve(2, "-jar", "app.jar"))).as("an option for each worker")
			.contains("-Xlog:gc:file=z");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xlog:gc:file=gc.log:time", "-Xlog:gc*,safepoint:gc.log", "-Xloggc:gc.log",
			"-XX:HeapDumpPath=/var/none/x.hprof", "-XX:ErrorFile=hs_err.log",
			"-XX:StartFlightRecording=dumponexit=true,filename=x.jfr",
			"-XX:StartFlightRecording:filename=x.jfr,maxage=1h" })
	void fileOfSeveralProcessesIsWarnedOf(String option) {
		assertThat(resolve(2, option, "-jar", "app.jar").notes().warnings()).singleElement()
			.asString()
			.startsWith("The JVM option '" + option + "' names one file for several processes.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Xlog:gc:file=gc-%p.log:time", "-Xlog:gc", "-Xlog:gc:stdout:time", "-Xlog:gc*::time",
			"-XX:HeapDumpPath=/tmp", "-XX:ErrorFile=hs_err_%p.log", "-XX:ErrorFile=/dev/stderr",
			"-XX:StartFlightRecording=filename=x-%{slot}.jfr", "-XX:StartFlightRecording=maxage=1h" })
	void fileOfOneProcessIsNotWarnedOf(String option) {
		assertThat(resolve(2, option, "-jar", "app.jar").notes().warnings()).isEmpty();
	}

	@Test
	void placeholdersStandForTheNumbersOfTheWorker() {
		this.properties.getWorker().setJvmArgs(List.of("-Xlog:gc:file=gc-%{slot}.log"));
		this.properties.getWorker().setEnvironment(Map.of("NAME", "%{worker-id}/%{slot}/%{generation}/%{other}"));
		ClusterSettings settings = resolve(2, "-javaagent:a.jar=port=940%{slot}", "-jar", "app.jar",
				"--id=%{worker-id}");
		WorkerNumbers numbers = new WorkerNumbers(7, 1, 3, 2);
		assertThat(settings.launch().program().toCommandLine(numbers)).endsWith("-javaagent:a.jar=port=9401",
				"-Xlog:gc:file=gc-1.log", "-jar", "app.jar", "--id=7");
		assertThat(numbers.fill(settings.launch().environment())).containsEntry("NAME", "7/1/3/%{other}");
	}

	@Test
	void explicitShareIsUsed() {
		this.properties.getWorker().setCpus("3");
		this.properties.getWorker().setMaxHeap("256MB");
		assertThat(commandLine(resolve(2, "-jar", "app.jar"))).contains("-XX:ActiveProcessorCount=3",
				"-Dreactor.netty.ioWorkerCount=3", "-Xmx256m");
	}

	@Test
	void noWorkerWaitsForADebuggerExceptTheChosenOne() {
		String[] command = { "-agentlib:jdwp=transport=dt_socket,server=y,suspend=y,address=*:5005", "-jar",
				"app.jar" };
		String agent = "-agentlib:jdwp=transport=dt_socket,server=y,address=*:%d,suspend=%s";
		assertThat(commandLine(resolve(2, command), 1)).contains(agent.formatted(5007, "n"));
		this.properties.getWorker().setDebugSlot(1);
		assertThat(commandLine(resolve(2, command), 1)).contains(agent.formatted(5007, "y"));
		assertThat(commandLine(resolve(2, command), 0)).contains(agent.formatted(5006, "n"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-Dcom.sun.management.jmxremote.port=", "-Dcom.sun.management.jmxremote.rmi.port=",
			"-agentlib:jdwp=transport=dt_socket,server=y,address=*:" })
	void portThatIsTooHighForAWorkerIsRefused(String option) {
		resolve(2, option + "65531", "-jar", "app.jar");
		resolve(2, option + "0", "-jar", "app.jar");
		assertThatExceptionOfType(PortOutOfRangeException.class)
			.isThrownBy(() -> resolve(2, option + "65532", "-jar", "app.jar"))
			.satisfies((failure) -> {
				assertThat(failure.option()).isEqualTo(option + "65532");
				assertThat(failure.port()).isEqualTo(65536);
				assertThat(failure.highest()).isEqualTo(65531);
			});
		assertThatExceptionOfType(PortOutOfRangeException.class).as("in the environment")
			.isThrownBy(() -> resolve(this.properties, 2, Map.of("JAVA_TOOL_OPTIONS", option + "65535"), "-jar",
					"app.jar"));
		this.properties.getWorker().setExcludedJvmArgs(List.of(option));
		resolve(2, option + "65532", "-jar", "app.jar");
		this.properties.getWorker().setJvmArgs(List.of(option + "65535"));
		assertThatExceptionOfType(PortOutOfRangeException.class).as("only in workers")
			.isThrownBy(() -> resolve(2, "-jar", "app.jar"));
		this.properties.getWorker().setCommand(List.of("sh"));
		resolve(this.properties, 2, Map.of("PATH", "/bin"), "-jar", "app.jar");
	}

	@Test
	void eventLoopsOfTheUserStay() {
		assertThat(commandLine(resolve(2, "-Dreactor.netty.ioWorkerCount=7", "-jar", "app.jar")))
			.filteredOn((option) -> option.contains("ioWorkerCount"))
			.containsExactly("-Dreactor.netty.ioWorkerCount=7");
	}

	@Test
	void workerOptionsComeLastAndReplaceArguments() {
		this.properties.getWorker().setJvmArgs(List.of("-Xmx64m", "-Dlast=1"));
		this.properties.getWorker().setArguments(List.of("--only=this"));
		this.properties.getWorker().setEnvironment(Map.of("HOME", "/elsewhere", "MORE", "1"));
		ClusterSettings settings = resolve(1, "-Dx=y", "-jar", "app.jar", "--a=b");
		assertThat(commandLine(settings)).endsWith("-Dx=y", "-Xmx64m", "-Dlast=1", "-jar", "app.jar", "--only=this");
		assertThat(settings.launch().environment()).containsEntry("HOME", "/elsewhere").containsEntry("MORE", "1");
	}

	@Test
	void relativeJarIsFoundFromAnotherDirectory(@TempDir Path directory) {
		this.properties.getWorker().setWorkingDirectory(directory);
		ClusterSettings settings = resolve(1, "-cp", "a.jar:/b.jar:", "Main", "c.jar");
		assertThat(settings.launch().workingDirectory()).isEqualTo(directory);
		String here = Path.of("").toAbsolutePath().toString();
		assertThat(commandLine(settings)).endsWith("-cp", here + "/a.jar:/b.jar:" + here, "Main", "c.jar");
		assertThat(commandLine(resolve(1, "-jar", "app.jar"))).endsWith("-jar", here + "/app.jar");
	}

	@Test
	void drainTimeoutDefaultsToTheShutdownPhase() {
		assertThat(resolve(1, "-jar", "app.jar").master().drainTimeout()).isEqualTo(Duration.ofSeconds(7));
		this.properties.setDrainTimeout(Duration.ofSeconds(3));
		assertThat(resolve(1, "-jar", "app.jar").master().drainTimeout()).isEqualTo(Duration.ofSeconds(3));
	}

	@Test
	void connectionsAreUnlimitedUnlessSaidOtherwise() {
		assertThat(resolve(1, "-jar", "app.jar").master().scheduling()).isEqualTo(SchedulingSettings.DEFAULTS);
		this.properties.setSchedulingPolicy(SchedulingPolicy.SOURCE_HASH);
		this.properties.setMaxConnections(1000L);
		this.properties.getWorker().setMaxConnections(600L);
		assertThat(resolve(1, "-jar", "app.jar").master().scheduling())
			.isEqualTo(SchedulingSettings.of(SchedulingPolicy.SOURCE_HASH).withLimits(600, 1000));
	}

	@Test
	void wrongValuesNameKeyValueAndExpectation(@TempDir Path directory) throws Exception {
		Path notExecutable = Files.createFile(directory.resolve("java"));
		assertRefused("cluster.worker.java", (worker) -> worker.getWorker().setJava(notExecutable));
		assertRefused("cluster.worker.java", (worker) -> worker.getWorker().setJava(directory));
		assertRefused("cluster.worker.main-class", (worker) -> worker.getWorker().setMainClass("com.example.Missing"));
		assertRefused("cluster.worker.working-directory",
				(worker) -> worker.getWorker().setWorkingDirectory(directory.resolve("none")));
		assertRefused("cluster.fork-parallelism", (worker) -> worker.setForkParallelism("0"));
		assertRefused("cluster.fork-parallelism", (worker) -> worker.setForkParallelism("all"));
		assertRefused("cluster.worker.cpus", (worker) -> worker.getWorker().setCpus("0"));
		assertRefused("cluster.worker.cpus", (worker) -> worker.getWorker().setCpus("half"));
		assertRefused("cluster.worker.max-heap", (worker) -> worker.getWorker().setMaxHeap("much"));
		assertRefused("cluster.worker.max-heap", (worker) -> worker.getWorker().setMaxHeap("1KB"));
		assertRefused("cluster.worker.max-heap", (worker) -> worker.getWorker().setMaxHeap("9999999999t"));
		assertRefused("cluster.worker.debug-slot", (worker) -> worker.getWorker().setDebugSlot(2));
		assertRefused("cluster.worker.debug-slot", (worker) -> worker.getWorker().setDebugSlot(1));
		assertRefused("cluster.worker.max-connections", (worker) -> worker.getWorker().setMaxConnections(0L));
		assertRefused("cluster.max-connections", (worker) -> worker.setMaxConnections(0L));
		assertRefused("cluster.startup-timeout", (worker) -> worker.setStartupTimeout(Duration.ZERO));
		assertRefused("cluster.drain-timeout", (worker) -> worker.setDrainTimeout(Duration.ofSeconds(-1)));
		assertRefused("cluster.drain-grace", (worker) -> worker.setDrainGrace(Duration.ofMillis(-1)));
		assertRefused("cluster.respawn.initial-delay", (worker) -> worker.getRespawn().setInitialDelay(Duration.ZERO));
		assertRefused("cluster.respawn.max-delay", (worker) -> worker.getRespawn().setMaxDelay(Duration.ofMillis(1)));
		assertRefused("cluster.respawn.max-failures", (worker) -> worker.getRespawn().setMaxFailures(-1));
		assertRefused("cluster.respawn.period", (worker) -> worker.getRespawn().setPeriod(Duration.ZERO));
		assertRefused("cluster.liveness-timeout", (worker) -> worker.setLivenessTimeout(Duration.ofMillis(999)));
		assertRefused("cluster.pre-drain-delay", (worker) -> worker.setPreDrainDelay(Duration.ofMillis(-1)));
		for (String minReady : List.of("-1", "101%", "half", "")) {
			assertRefused("cluster.health.min-ready", (worker) -> worker.getHealth().setMinReady(minReady));
		}
		assertRefused("cluster.master.management-port", (worker) -> worker.getMaster().setManagementPort(65536));
		assertRefused("cluster.warm-up.requests", (worker) -> worker.getWarmUp().setRequests(-1));
		assertRefused("cluster.warm-up.timeout", (worker) -> worker.getWarmUp().setTimeout(Duration.ZERO));
		assertRefused("cluster.warm-up.parallelism", (worker) -> worker.getWarmUp().setParallelism("0"));
		for (String path : List.of("", "products", "POST /products", "http://localhost/", "//localhost/", "/a b",
				"/a#b")) {
			assertRefused("cluster.warm-up.paths[1]", (worker) -> worker.getWarmUp().setPaths(List.of("/", path)));
		}
		assertRefused("cluster.rolling.max-surge", (worker) -> worker.getRolling().setMaxSurge(0));
		assertRefused("cluster.rolling.canary-time",
				(worker) -> worker.getRolling().setCanaryTime(Duration.ofSeconds(-1)));
		assertRefused("cluster.recycle.max-requests", (worker) -> worker.getRecycle().setMaxRequests(0L));
		assertRefused("cluster.recycle.max-lifetime", (worker) -> worker.getRecycle().setMaxLifetime(Duration.ZERO));
		assertRefused("cluster.recycle.max-memory",
				(worker) -> worker.getRecycle().setMaxMemory(DataSize.ofMegabytes(1)));
		assertRefused("cluster.recycle.jitter", (worker) -> worker.getRecycle().setJitter(1.5));
		assertRefused("cluster.recycle.jitter", (worker) -> worker.getRecycle().setJitter(Double.NaN));
		assertRefused("cluster.message-max-size", (worker) -> worker.setMessageMaxSize(DataSize.ofBytes(1)));
		assertRefused("cluster.message-max-size", (worker) -> worker.setMessageMaxSize(DataSize.ofGigabytes(2)));
	}

	private static void assertRefused(String key, Consumer<ClusterProperties> change) {
		ClusterProperties properties = new ClusterProperties();
		change.accept(properties);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> resolve(properties, 2, "-jar", "app.jar"))
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo(key);
				assertThat(failure.getValue()).isNotNull();
				assertThat(failure.getReason()).startsWith("Expected ");
			});
		if (!ONLY_IN_THE_MASTER.contains(key)) {
			assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
				.isThrownBy(() -> WorkerSettings.resolve(properties, Duration.ofSeconds(7)))
				.satisfies((failure) -> assertThat(failure.getName()).as("in a worker").isEqualTo(key));
		}
	}

	@Test
	void warmUpIsAsTheUserSays() {
		this.properties.getWarmUp().setPaths(List.of("/a?b=c", " /caf\u00e9 "));
		this.properties.getWarmUp().setRequests(0);
		this.properties.getWarmUp().setTimeout(Duration.ofSeconds(1));
		this.properties.getWarmUp().setParallelism("3");
		this.properties.getWarmUp().setRequired(true);
		assertThat(WorkerSettings.resolve(this.properties, Duration.ofSeconds(7)).warmUp()).isEqualTo(
				new WarmUpSettings(List.of("/a?b=c", "/caf%C3%A9"), 0, Duration.ofSeconds(1), OptionalInt.of(3), true));
	}

	@Test
	void workerHasTheSameSettings() {
		this.properties.setDrainGrace(Duration.ofSeconds(1));
		this.properties.setDrainTimeout(Duration.ofSeconds(3));
		this.properties.setMessageMaxSize(DataSize.ofKilobytes(2));
		this.properties.setSchedulingPolicy(SchedulingPolicy.SOURCE_HASH);
		this.properties.setMaxConnections(1000L);
		this.properties.getWorker().setMaxConnections(600L);
		assertThat(WorkerSettings.resolve(this.properties, Duration.ofSeconds(7))).isEqualTo(new WorkerSettings(
				Duration.ofSeconds(1), Duration.ofSeconds(3), 2048, SchedulingPolicy.SOURCE_HASH, 600, 1000,
				new WarmUpSettings(List.of(), 1000, Duration.ofSeconds(10), OptionalInt.empty(), false)));
	}

	@Test
	void workerIsUnlimitedUnlessSaidOtherwise() {
		WorkerSettings settings = WorkerSettings.resolve(this.properties, Duration.ofSeconds(7));
		assertThat(settings.drainTimeout()).isEqualTo(Duration.ofSeconds(7));
		assertThat(settings.maxConnections()).isEqualTo(WorkerSettings.UNLIMITED);
		assertThat(settings.maxClusterConnections()).isEqualTo(WorkerSettings.UNLIMITED);
	}

	/**
	 * The properties have literals, as the metadata is made of them.
	 */
	@Test
	void defaultsAreThoseOfTheMaster() {
		MasterSettings defaults = MasterSettings.of(3);
		assertThat(ClusterSettings.supervision(3, this.properties, defaults.drainTimeout())).isEqualTo(defaults
			.withThreadDumps(Path.of("").toAbsolutePath())
			.withForkParallelism(new ForkParallelism(Math.max(1, Runtime.getRuntime().availableProcessors() / 2),
					Runtime.getRuntime().availableProcessors(), false))
			.withImage(ImageSettings
				.in(ImageSettings.defaultDirectory(System.getenv(), System.getProperty("user.home")).orElseThrow())));
	}

}
