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
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The commands of {@code getting-started.md} and of the README do what these pages say,
 * as they are written there, in a fresh copy of the sources. Only the port is another
 * one, and what Maven installs goes to a repository of the test.
 */
@Tag("long")
@OneAtATime
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GettingStartedIT {

	private static final Duration BUILD_DEADLINE = Duration.ofMinutes(15);

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String PORT = "localhost:8080";

	private static final String GREETING = "Hello from (\\d+) in slot ([01])";

	@TempDir
	private Path directory;

	private Path clone;

	private Path hello;

	@BeforeEach
	void copySources() throws IOException {
		this.clone = this.directory.resolve("clusterboot");
		this.hello = Files.createDirectory(this.directory.resolve("hello"));
		for (String name : List.of("temp", "run")) {
			Files.createDirectory(this.directory.resolve(name),
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		GuidePage.copySources(this.clone);
		linkRepository();
	}

	/**
	 * What Maven has downloaded is used and added to; what belongs to this project is in
	 * the repository of the test only.
	 */
	private void linkRepository() throws IOException {
		Path local = Path.of(System.getProperty("clusterboot.local-repository"));
		Path own = Files.createDirectories(this.directory.resolve("repository/io")).getParent();
		for (Path folder : List.of(local, local.resolve("io"))) {
			try (Stream<Path> files = Files.list(folder)) {
				for (Path file : files.toList()) {
					Path name = local.relativize(file);
					if (!name.equals(Path.of("io")) && !name.equals(Path.of("io/clusterboot"))) {
						Files.createSymbolicLink(own.resolve(name), file);
					}
				}
			}
		}
	}

	/**
	 * Before the folder is removed, which would warn of each link.
	 */
	@AfterEach
	void removeLinks() throws IOException {
		try (Stream<Path> files = Files.walk(this.directory.resolve("repository"), 2)) {
			for (Path link : files.filter(Files::isSymbolicLink).toList()) {
				Files.delete(link);
			}
		}
	}

	@Test
	void guideWorksAsWritten() throws Exception {
		GuidePage guide = GuidePage.read("src/docs/getting-started.md");
		guide.writeFiles(this.hello);
		Iterator<String> commands = guide.commands().iterator();
		run(this.clone, commands.next(), BUILD_DEADLINE);
		assumeTrue(exitCode(this.hello, "../clusterboot/mvnw -q -B validate", BUILD_DEADLINE) == 0,
				"Missing tool: Maven Central, for the parent of the guide's application");
		run(this.hello, commands.next(), BUILD_DEADLINE);
		try (SampleProcess cluster = command(this.hello, "exec " + commands.next()).start()) {
			List<Worker> workers = cluster.awaitServing();
			String ofThisPort = "localhost:" + cluster.port();
			assertThat(workers).hasSize(2);
			String ask = commands.next().replace(PORT, ofThisPort);
			List<String> greetings = workers.stream().map(GettingStartedIT::greeting).toList();
			Set<String> heard = new TreeSet<>();
			await("answers of both workers").atMost(DEADLINE).untilAsserted(() -> {
				List<String> answers = run(this.hello, ask, DEADLINE);
				assertThat(answers).hasSize(8).isSubsetOf(greetings);
				heard.addAll(answers);
				assertThat(heard).containsExactlyInAnyOrderElementsOf(greetings);
			});

			int killed = cluster.output().position();
			assertThat(run(this.hello, commands.next().replace(PORT, ofThisPort), DEADLINE)).last()
				.asString()
				.matches(GREETING);
			cluster.output().await(killed, SampleProcess.EXITED, DEADLINE);
			cluster.awaitLine("Worker \\d \\(slot (\\d), pid \\d+\\) exited unexpectedly .*"
					+ " \\(killed from outside with SIGKILL\\); slot \\1 is filled again in 100 ms", DEADLINE);
			Worker replacement = cluster.awaitListening(killed, 1).get(0);
			String status = commands.next();
			await().atMost(DEADLINE)
				.untilAsserted(() -> assertThat(run(this.hello, status, DEADLINE))
					.anySatisfy((line) -> assertThat(line).contains(" " + replacement.pid() + " ")));

			String deployment = commands.next();
			assertThat(deployment).contains("Good morning", "--cluster.command=roll");
			assertThat(run(this.hello, deployment.replace(PORT, ofThisPort), BUILD_DEADLINE)).last()
				.asString()
				.matches("Good morning from \\d+ in slot [01]");

			run(this.hello, commands.next(), DEADLINE);
			assertThat(cluster.awaitExit(DEADLINE)).isZero();
		}
		assertThat(commands).as("commands without a test").isExhausted();
	}

	private static String greeting(Worker worker) {
		return "Hello from %d in slot %d".formatted(worker.pid(), worker.slot());
	}

	@Test
	void readmeStartsACluster() throws Exception {
		List<GuidePage.Block> commands = GuidePage.read("README.md")
			.blocks()
			.stream()
			.filter((block) -> block.text().startsWith("./mvnw "))
			.toList();
		assertThat(commands).hasSize(2);
		String[] start = commands.get(0).text().strip().split(" && ");
		assertThat(start).hasSize(2);
		run(this.clone, start[0], BUILD_DEADLINE);
		try (SampleProcess cluster = command(this.clone, "exec " + start[1]).start()) {
			assertThat(cluster.awaitServing()).isNotEmpty();
			assertThat(cluster.client().get("/").statusCode()).isEqualTo(200);
			cluster.awaitLine("See each worker answer", DEADLINE);
		}
		assertThat(commands.get(1).text()).isEqualTo("./mvnw verify\n");
	}

	/**
	 * Run commands that end and succeed.
	 * @return what they print
	 */
	private List<String> run(Path folder, String commands, Duration deadline) throws IOException, InterruptedException {
		assertThat(exitCode(folder, commands, deadline)).as(() -> commands + "\n" + output()).isZero();
		return output().lines().filter((line) -> !line.startsWith("Picked up JAVA_TOOL_OPTIONS: ")).toList();
	}

	/**
	 * Not with a {@link SampleProcess}, which takes the processes that commands name for
	 * its own.
	 */
	private int exitCode(Path folder, String commands, Duration deadline) throws IOException, InterruptedException {
		SampleCommand command = command(folder, commands);
		ProcessBuilder builder = new ProcessBuilder(command.command()).redirectErrorStream(true)
			.redirectOutput(outputFile().toFile())
			.redirectInput(new File("/dev/null"));
		builder.environment().putAll(command.environment());
		Process process = builder.start();
		try {
			assertThat(process.waitFor(deadline.toSeconds(), TimeUnit.SECONDS)).as(() -> commands + "\n" + output())
				.isTrue();
			return process.exitValue();
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private Path outputFile() {
		return this.directory.resolve("output.txt");
	}

	private String output() {
		try {
			return Files.readString(outputFile());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private SampleCommand command(Path folder, String commands) {
		Path javaHome = Path.of(System.getProperty("java.home"));
		return SampleCommand.of("env", "--chdir=" + folder, "bash", "-e", "-c", commands.strip())
			.environment("JAVA_HOME", javaHome.toString())
			.environment("PATH", javaHome.resolve("bin") + ":" + System.getenv("PATH"))
			.environment("MAVEN_OPTS",
					System.getenv().getOrDefault("MAVEN_OPTS", "") + " -Dmaven.repo.local="
							+ this.directory.resolve("repository"))
			.environment("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + this.directory.resolve("temp"))
			.environment("XDG_CACHE_HOME", this.directory.resolve("cache").toString())
			.environment("XDG_RUNTIME_DIR", this.directory.resolve("run").toString())
			.environment("SERVER_PORT", "0");
	}

}
