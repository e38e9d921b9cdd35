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

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.test.TestCluster;
import io.clusterboot.test.TestClusterBuilder;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * How to start the sample, or any other command: immutable, each method gives a new one.
 *
 * @param launcher the command before the JVM arguments
 * @param vmArguments the JVM arguments
 * @param program the command after the JVM arguments
 * @param arguments the arguments of the application
 * @param environment variables that the process gets on top of ours
 * @param stopDeadline how long {@link SampleProcess#close()} gives it, and then what it
 * forked, to end
 */
record SampleCommand(List<String> launcher, List<String> vmArguments, List<String> program, List<String> arguments,
		Map<String, String> environment, Duration stopDeadline) {

	static final Path JAR = SampleServer.REACTOR_NETTY.jar();

	/**
	 * A start is nearly all of the time that most tests take: no optimising compiler, no
	 * second look at classes that the build has just compiled.
	 */
	static final List<String> FAST_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
			"-XX:+UnlockDiagnosticVMOptions", "-XX:-BytecodeVerificationRemote");

	/**
	 * The signals 1 to 3, in a mask of the kernel's.
	 */
	private static final long HUP_INT_QUIT = 0b111;

	/**
	 * A build that ignores signals, such as one under {@code nohup}, must not make the
	 * sample ignore them: a JVM does not handle a signal that it finds ignored. The
	 * process id stays.
	 */
	private static final List<String> DEFAULT_SIGNALS = ignoresSignals()
			? List.of("env", "--default-signal=HUP,INT,QUIT") : List.of();

	private static final String TEMP = "-Djava.io.tmpdir=";

	private static final Duration STOP_DEADLINE = Duration.ofSeconds(60);

	/**
	 * The packaged sample, extracted, on the JDK of the tests, on any free port, with
	 * JVMs that start in less time and would be slower later.
	 */
	static SampleCommand sample() {
		return SampleServer.REACTOR_NETTY.sample();
	}

	/**
	 * A jar with the sample.
	 * @param options more JVM arguments for this jar
	 */
	static SampleCommand ofJar(Path jar, String... options) {
		return new SampleCommand(List.of(java()), FAST_START, join(List.of(options), List.of("-jar", jar.toString())),
				List.of(), Map.of("CLUSTER_STARTUP_TIMEOUT", startupTimeout()), STOP_DEADLINE);
	}

	/**
	 * The JDK of the tests.
	 */
	static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

	/**
	 * A busy machine may need longer for a start than is reasonable elsewhere.
	 */
	private static String startupTimeout() {
		return SampleProcess.START_DEADLINE.toSeconds() + "s";
	}

	/**
	 * Any other command.
	 */
	static SampleCommand of(String... command) {
		return new SampleCommand(List.of(command), List.of(), List.of(), List.of(), Map.of(), STOP_DEADLINE);
	}

	/**
	 * Whether a command can be executed here, and succeeds.
	 */
	static boolean canRun(List<String> command) throws InterruptedException {
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(ProcessBuilder.Redirect.DISCARD)
				.redirectInput(new File("/dev/null"))
				.start();
			try {
				return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			return false;
		}
	}

	SampleCommand java(Path java) {
		return new SampleCommand(List.of(java.toString()), this.vmArguments, this.program, this.arguments,
				this.environment, this.stopDeadline);
	}

	/**
	 * Started as a shell starts a job: in a process group of its own.
	 */
	SampleCommand inGroupOfItsOwn() {
		return launchedBy("setsid");
	}

	/**
	 * Started by another program, which the JVM takes the place of.
	 */
	SampleCommand launchedBy(String... program) {
		return new SampleCommand(join(List.of(program), this.launcher), this.vmArguments, this.program, this.arguments,
				this.environment, this.stopDeadline);
	}

	/**
	 * Started where it sees other file systems; the test is skipped where that is not
	 * permitted.
	 * @param mounts the shell command that mounts them
	 */
	SampleCommand withMounts(String mounts) throws InterruptedException {
		List<String> prefix = List.of("unshare", "--mount", "sh", "-c", mounts + " && exec \"$@\"", "sh");
		assumeTrue(canRun(join(prefix, List.of("true"))), "Missing tool: unshare, with the rights to mount");
		return launchedBy(prefix.toArray(String[]::new));
	}

	/**
	 * The words that start it.
	 */
	List<String> command() {
		return join(join(join(this.launcher, this.vmArguments), this.program), this.arguments);
	}

	SampleCommand vmArguments(String... added) {
		return new SampleCommand(this.launcher, join(this.vmArguments, List.of(added)), this.program, this.arguments,
				this.environment, this.stopDeadline);
	}

	/**
	 * Started by something else than {@code -jar} and the packaged sample.
	 */
	SampleCommand program(String... replacement) {
		return new SampleCommand(this.launcher, this.vmArguments, List.of(replacement), this.arguments,
				this.environment, this.stopDeadline);
	}

	SampleCommand arguments(String... added) {
		return new SampleCommand(this.launcher, this.vmArguments, this.program, join(this.arguments, List.of(added)),
				this.environment, this.stopDeadline);
	}

	SampleCommand workers(int count) {
		return arguments("--cluster.workers=" + count);
	}

	SampleCommand environment(String name, String value) {
		Map<String, String> all = new HashMap<>(this.environment);
		all.put(name, value);
		return new SampleCommand(this.launcher, this.vmArguments, this.program, this.arguments, Map.copyOf(all),
				this.stopDeadline);
	}

	SampleCommand stopDeadline(Duration deadline) {
		return new SampleCommand(this.launcher, this.vmArguments, this.program, this.arguments, this.environment,
				deadline);
	}

	/**
	 * Describe the same cluster for a test of clusters.
	 */
	TestClusterBuilder cluster() {
		int jar = this.program.indexOf("-jar");
		TestClusterBuilder builder = TestCluster.ofJar(Path.of(this.program.get(jar + 1)))
			.jvmOptions(join(this.vmArguments, this.program.subList(0, jar)).toArray(String[]::new))
			.property("cluster.startup-timeout", startupTimeout())
			.property("cluster.worker.image.enabled", "true")
			.timeout(SampleProcess.START_DEADLINE);
		this.arguments.forEach((argument) -> builder.properties(argument.substring("--".length())));
		return builder;
	}

	/**
	 * Start it. The caller closes it. A sample has a folder for temporary files of its
	 * own, unless the JVM arguments name one: a killed JVM leaves those of its web
	 * server.
	 */
	SampleProcess start() {
		if (this.program.isEmpty() || this.vmArguments.stream().anyMatch((option) -> option.startsWith(TEMP))) {
			return start(null);
		}
		TemporaryFiles files = TemporaryFiles.create();
		try {
			return vmArguments(TEMP + files.path()).start(files);
		}
		catch (RuntimeException | AssertionError ex) {
			files.delete();
			throw ex;
		}
	}

	private SampleProcess start(@Nullable TemporaryFiles files) {
		List<String> command = join(DEFAULT_SIGNALS, command());
		if (!this.program.isEmpty()) {
			assertThat(JAR).as("the packaged sample (run it through verify, not test)").exists();
			if (this.arguments.stream().noneMatch((argument) -> argument.startsWith("--server.port="))) {
				command = join(command, List.of("--server.port=0"));
			}
		}
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectInput(new File("/dev/null"));
		builder.environment().putAll(this.environment);
		try {
			return new SampleProcess(builder.start(), this.stopDeadline, !command.contains("--pid"), files);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static boolean ignoresSignals() {
		try (Stream<String> status = Files.lines(Path.of("/proc/self/status"))) {
			return status.filter((line) -> line.startsWith("SigIgn:"))
				.map((line) -> Long.parseUnsignedLong(line.substring("SigIgn:".length()).trim(), 16))
				.anyMatch((mask) -> (mask & HUP_INT_QUIT) != 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> join(List<String> first, List<String> second) {
		List<String> joined = new ArrayList<>(first);
		joined.addAll(second);
		return List.copyOf(joined);
	}

}
