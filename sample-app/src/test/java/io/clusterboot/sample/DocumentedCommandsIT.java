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

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The commands on the pages of the documentation succeed as they are written there, one
 * after the other, with one cluster of the packaged sample: each block of commands, and
 * each row of the table in {@code command-line.md}. Only the port, the place of the jar
 * and the ids of workers are other ones.
 */
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class DocumentedCommandsIT {

	/**
	 * Pages whose commands build what they start: {@link GettingStartedIT} runs them.
	 */
	private static final Set<String> WITH_A_BUILD = Set.of("README.md", "src/docs/getting-started.md");

	/**
	 * Commands that go on until they are interrupted.
	 */
	private static final Set<String> ENDLESS = Set.of("watch", "events --follow");

	private static final String PREPARE = "--cluster.command=prepare";

	private static final String STOP = "stop";

	private static final Pattern WORKER_ID = Pattern.compile("(?<=[?-]worker=)\\d+");

	private static final Pattern COMMANDS = Pattern.compile("(?m)^\\| command \\|.*\\R\\|---.*\\R((?:\\|.*\\R)+)");

	private static final Pattern CODE = Pattern.compile("`([^`]+)`");

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@TempDir
	private Path directory;

	@BeforeEach
	void makeFolders() throws IOException {
		for (String name : List.of("temp", "run", "cache")) {
			Files.createDirectory(this.directory.resolve(name),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		Files.writeString(this.directory.resolve(".curlrc"), "silent\nshow-error\nfail-with-body\nmax-time = 120\n");
		Files.copy(SampleCommand.JAR, this.directory.resolve("app.jar"));
	}

	@Test
	@Tag("long")
	void commandsOfThePagesSucceed() throws Exception {
		assumeTrue(SampleCommand.canRun(List.of("curl", "--version")), "Missing tool: curl");
		List<String> blocks = blocks();
		assertThat(blocks).hasSizeGreaterThanOrEqualTo(7);
		// It needs no cluster, and what it makes lets all workers start in less time
		for (String block : blocks.stream().filter((text) -> text.contains(PREPARE)).toList()) {
			run(block);
		}
		try (SampleProcess cluster = start()) {
			cluster.awaitServing();
			for (String block : blocks.stream().filter((text) -> !text.contains(PREPARE)).toList()) {
				runIn(cluster, block);
			}
			List<String> commands = commands();
			assertThat(commands).hasSizeGreaterThan(12).containsOnlyOnce(STOP).containsAll(ENDLESS);
			for (String command : commands) {
				String words = "java -jar app.jar --cluster.command=" + command;
				if (ENDLESS.contains(command)) {
					assertThat(firstLine(words)).as(words).isNotBlank();
				}
				else if (!command.equals(STOP)) {
					runIn(cluster, words);
				}
			}
			assertThat(cluster.output().all(0, RollOutcome.ENDED)).as("rolling restarts")
				.hasSize(3)
				.allMatch((end) -> RollOutcome.of(end).finished());
			run("java -jar app.jar --cluster.command=" + STOP);
			assertThat(cluster.awaitExit(DEADLINE)).isZero();
		}
	}

	/**
	 * The blocks of all pages, in the order of the pages.
	 */
	private static List<String> blocks() throws IOException {
		try (Stream<Path> files = Files.list(GuidePage.REPOSITORY.resolve("src/docs"))) {
			return Stream.concat(Stream.of(GuidePage.REPOSITORY.resolve("README.md")), files.sorted())
				.map((file) -> GuidePage.REPOSITORY.relativize(file).toString())
				.filter((page) -> page.endsWith(".md") && !WITH_A_BUILD.contains(page))
				.flatMap((page) -> GuidePage.read(page).commands().stream())
				.toList();
		}
	}

	/**
	 * The commands of the table, with the options that it has for them: an option that
	 * stands alone is for the command before it. That which ends the cluster is run at
	 * the end, and that which needs none was. Those for several hosts are run by the
	 * tests of that module.
	 */
	private static List<String> commands() throws IOException {
		List<String> commands = new ArrayList<>();
		String page = Files.readString(GuidePage.REPOSITORY.resolve("src/docs/command-line.md"));
		MatchResult table = COMMANDS.matcher(page).results().findFirst().orElseThrow();
		table.group(1).lines().forEach((row) -> {
			List<String> codes = CODE.matcher(row.split("\\|")[1]).results().map((match) -> match.group(1)).toList();
			String name = codes.get(0).split(" ")[0];
			codes.stream().map((code) -> code.startsWith("--") ? name + " " + code : code).forEach(commands::add);
		});
		commands.remove("prepare");
		commands.removeIf((command) -> command.contains("--hosts"));
		return commands;
	}

	private SampleProcess start() {
		return shell("exec java -jar app.jar --server.port=0").environment("CLUSTER_WORKERS", "2")
			.environment("CLUSTER_ROLLING_CANARY_TIME", "100ms")
			.environment("CLUSTER_DRAIN_GRACE", "100ms")
			.environment("CLUSTER_STARTUP_TIMEOUT", DEADLINE.toSeconds() + "s")
			.environment("MANAGEMENT_ENDPOINTS_WEB_EXPOSURE_INCLUDE", "*")
			.environment("MANAGEMENT_ENDPOINT_CLUSTER_ACCESS", "unrestricted")
			.environment("MANAGEMENT_ENDPOINT_HEAPDUMP_ACCESS", "unrestricted")
			.start();
	}

	private void runIn(SampleProcess cluster, String documented) throws Exception {
		if (documented.contains("new.jar")) {
			Files.copy(SampleCommand.JAR, this.directory.resolve("new.jar"));
		}
		String own = WORKER_ID.matcher(documented.replace("localhost:8080", "localhost:" + cluster.port()))
			.replaceAll(Integer.toString(cluster.workers().get(0).id()));
		int position = cluster.output().position();
		assertThat(run(own)).as(own).matches((output) -> isExpected(documented, output));
		if (documented.contains("/cluster/roll")) {
			// The worker that was asked is replaced itself, and answers before the end
			RollOutcome.await(cluster.output(), position);
		}
	}

	private static boolean isExpected(String documented, String output) {
		if (documented.contains("--cluster.command=status")) {
			return output.contains("2 of 2 workers ready");
		}
		if (documented.contains("--cluster.command=roll")) {
			return output.contains(" workers replaced");
		}
		if (documented.contains("completion")) {
			return output.contains("-F _complete_app");
		}
		return !documented.contains("/cluster/roll") || output.contains("\"outcome\":");
	}

	/**
	 * Run commands that end and succeed.
	 * @return what they print
	 */
	private String run(String commands) throws IOException, InterruptedException {
		Path output = this.directory.resolve("output.txt");
		Process process = process(commands, ProcessBuilder.Redirect.to(output.toFile()));
		try {
			boolean ended = process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS);
			String text = Files.readString(output);
			assertThat(ended).as("end of " + commands + "\n" + text).isTrue();
			assertThat(process.exitValue()).as(commands + "\n" + text).isZero();
			return text;
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	/**
	 * Run a command until it prints something.
	 */
	private String firstLine(String command) throws Exception {
		Process process = process("exec " + command, ProcessBuilder.Redirect.PIPE);
		try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
			return CompletableFuture
				.supplyAsync(() -> reader.lines().filter((line) -> !line.startsWith("Picked up ")).findFirst())
				.get(DEADLINE.toSeconds(), TimeUnit.SECONDS)
				.orElse("");
		}
		finally {
			process.destroyForcibly();
		}
	}

	/**
	 * Not with a {@link SampleProcess}, which takes the processes that commands name for
	 * its own.
	 */
	private Process process(String commands, ProcessBuilder.Redirect output) {
		SampleCommand command = shell(commands);
		ProcessBuilder builder = new ProcessBuilder(command.command()).redirectErrorStream(true)
			.redirectOutput(output)
			.redirectInput(new File("/dev/null"));
		builder.environment().putAll(command.environment());
		try {
			return builder.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private SampleCommand shell(String commands) {
		Path javaHome = Path.of(System.getProperty("java.home"));
		// What a completion script declares shows that it was read
		String check = commands.contains("source <(") ? "complete -p app" : "";
		return SampleCommand
			.of("env", "--chdir=" + this.directory, "bash", "-e", "-o", "pipefail", "-c",
					commands.replace("/srv/app/", this.directory + "/").strip() + "\n" + check)
			.environment("JAVA_HOME", javaHome.toString())
			.environment("PATH", javaHome.resolve("bin") + ":" + System.getenv("PATH"))
			.environment("JAVA_TOOL_OPTIONS",
					String.join(" ", SampleCommand.FAST_START) + " -Djava.io.tmpdir=" + this.directory.resolve("temp"))
			.environment("CURL_HOME", this.directory.toString())
			.environment("XDG_CACHE_HOME", this.directory.resolve("cache").toString())
			.environment("XDG_RUNTIME_DIR", this.directory.resolve("run").toString());
	}

}
