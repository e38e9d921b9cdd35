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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The ways to start an application: workers are started the same way. That of the
 * packaged jar is what all other tests use.
 */
class LaunchIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final String MAIN_CLASS = SampleApplication.class.getName();

	/**
	 * Where the jar is extracted to, with its libraries beside it.
	 */
	@TempDir
	private static Path extracted;

	@BeforeAll
	static void extract() {
		try (SampleProcess tool = SampleCommand
			.of(javaOf(Path.of(System.getProperty("java.home"))), "-Djarmode=tools", "-jar",
					SampleCommand.JAR.toString(), "extract", "--force", "--destination", extracted.toString())
			.start()) {
			assertThat(tool.awaitExit(DEADLINE)).as(() -> tool.output().tail()).isZero();
		}
	}

	@Test
	void extractedJarInAPathWithSpacesAndUmlautsWithArgumentsOfThatKind() throws IOException {
		// A script, since this JVM may have a locale that can't name such a path
		String script = """
				set -e
				export LC_ALL=C.UTF-8
				cd "$2"
				mkdir 'Grüße & more'
				cp -R "$3/clusterboot-sample-app.jar" "$3/lib" 'Grüße & more'
				cd 'Grüße & more'
				exec "$0" -Dsome.property='a "quoted" value' -jar "$PWD/clusterboot-sample-app.jar" --cluster.workers=2 \
					--server.port=0 '--spring.application.name=Grüß Gott & "hello"'
				""";
		Path file = extracted.resolve("start.sh");
		Files.writeString(file, script, StandardCharsets.UTF_8);
		Path target = Files.createTempDirectory(extracted, "launch");
		try (SampleProcess sample = SampleCommand
			.of("sh", "-c", ". \"$1\"", javaOf(Path.of(System.getProperty("java.home"))), file.toString(),
					target.toString(), extracted.toString())
			.environment("CLUSTER_STARTUP_TIMEOUT", DEADLINE.toSeconds() + "s")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			for (Worker worker : workers) {
				assertThat(SampleProcess
					.whileOthersPause(worker, workers, () -> sample.client().servedByOnNewConnection("/"))
					.application()).isEqualTo("Grüß Gott & \"hello\"");
			}
		}
	}

	@Test
	void classPathAndMainClassFromAnArgumentFileWithAToolOptionsVariable() throws IOException {
		Path directory = Files.createDirectory(extracted.resolve("with space"));
		Path argumentFile = directory.resolve("arguments.txt");
		Files.writeString(argumentFile, "# as a build tool writes it\n-cp \"%s\"\n-Dsome.property=\"a value\"\n%s\n"
			.formatted(classPath(), MAIN_CLASS));
		String line = "Picked up JAVA_TOOL_OPTIONS: -Dfrom.tool.options=true";
		try (SampleProcess sample = SampleCommand.sample()
			.program("@" + argumentFile)
			.environment("JAVA_TOOL_OPTIONS", "-Dfrom.tool.options=true")
			.workers(2)
			.start()) {
			List<Worker> workers = sample.awaitServing();
			assertServedByAll(sample, workers);
			sample.output().await(0, Pattern.compile("^" + Pattern.quote(line) + "$"), 3, DEADLINE);
			assertThat(sample.output().all()).filteredOn(line::equals).as("once in each process").hasSize(3);
			for (Worker worker : workers) {
				assertThat(commandLine(worker.pid())).contains(MAIN_CLASS, "-Dsome.property=a value")
					.anyMatch((argument) -> argument.matches(".*/generation-0/.*/lib/\\*"))
					.noneMatch((argument) -> argument.contains("from.tool.options"));
			}
		}
	}

	@Test
	void packagedJarOnJdk25() {
		Path java = java25();
		try (SampleProcess sample = SampleCommand.sample().java(java).workers(2).start()) {
			assertServedByAll(sample, sample.awaitServing());
			assertNoWarnings(sample);
		}
	}

	@Test
	void classPathAndMainClassOnJdk25() {
		Path java = java25();
		try (SampleProcess sample = SampleCommand.sample()
			.java(java)
			.vmArguments("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-cp",
					classPath())
			.program(MAIN_CLASS)
			.workers(2)
			.start()) {
			assertServedByAll(sample, sample.awaitServing());
			assertNoWarnings(sample);
		}
	}

	private static void assertServedByAll(SampleProcess sample, List<Worker> workers) {
		assertThat(workers).hasSize(2);
		for (Worker worker : workers) {
			assertThat(
					SampleProcess.whileOthersPause(worker, workers, () -> sample.client().servedByOnNewConnection("/"))
						.pid())
				.isEqualTo(worker.pid());
		}
	}

	private static void assertNoWarnings(SampleProcess sample) {
		sample.close();
		assertThat(sample.output().awaitEnd(DEADLINE)).noneMatch((line) -> line.startsWith("WARNING:"));
	}

	private static String classPath() {
		return extracted.resolve("clusterboot-sample-app.jar") + ":" + extracted.resolve("lib") + "/*";
	}

	private static List<String> commandLine(long pid) throws IOException {
		return List.of(Files.readString(Path.of("/proc", Long.toString(pid), "cmdline")).split("\0"));
	}

	private static String javaOf(Path home) {
		return home.resolve("bin").resolve("java").toString();
	}

	/**
	 * A JDK 25: the one that {@code JAVA25_HOME} names, or one beside that of the tests.
	 */
	private static Path java25() {
		List<Path> homes = new ArrayList<>();
		Optional.ofNullable(System.getenv("JAVA25_HOME")).map(Path::of).ifPresent(homes::add);
		Path own = Path.of(System.getProperty("java.home"));
		try (Stream<Path> siblings = Files.list(own.getParent())) {
			siblings.filter((sibling) -> sibling.getFileName().toString().contains("25")).sorted().forEach(homes::add);
		}
		catch (IOException ex) {
			// nothing beside it
		}
		Optional<Path> found = homes.stream()
			.map((home) -> Path.of(javaOf(home)))
			.filter(Files::isExecutable)
			.findFirst();
		assumeTrue(found.isPresent(), "Missing tool: JDK 25");
		return found.orElseThrow();
	}

}
