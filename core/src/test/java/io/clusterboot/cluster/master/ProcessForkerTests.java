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

package io.clusterboot.cluster.master;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.process.Children;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Tests for {@link ProcessForker} in a process that lacks something.
 */
@Timeout(300)
class ProcessForkerTests {

	private static final Path JAVA_HOME = Path.of(System.getProperty("java.home"));

	/**
	 * Executes a command where the file of the shell cannot be executed.
	 */
	private static final List<String> HIDDEN_SHELL = List.of("unshare", "--mount", "/bin/sh", "-c",
			"mount --bind /dev/null \"$(readlink -f /bin/sh)\" && exec \"$@\"", "sh");

	@TempDir
	private Path directory;

	@Test
	void descriptorsRunOut() throws Exception {
		List<String> lines = run("ulimit -n 256; ", JAVA_HOME, "descriptors");
		assertThat(lines).anyMatch((line) -> line.startsWith("failed: ") && line.contains("not forked, Could not open ")
				&& line.contains("raise it (ulimit -n)"));
		assertRecovered(lines);
	}

	@Test
	void spawnHelperOfTheJdkIsReplaced() throws Exception {
		Path copy = copyOfTheJdk().toRealPath();
		List<String> lines = run("", copy, "helper");
		assertThat(lines).anyMatch((line) -> line.startsWith("failed: not forked, ")
				&& line.contains(copy + "/lib/jspawnhelper cannot be executed: "));
		assertRecovered(lines);
	}

	@Test
	void workingDirectoryIsRemoved() throws Exception {
		Path removed = Files.createDirectory(this.directory.toRealPath().resolve("removed"));
		List<String> lines = run("cd " + removed + "; ", JAVA_HOME, "directory");
		assertThat(lines).anyMatch((line) -> line.startsWith("elsewhere: forked, 0, ") && line.contains("worker in "))
			.anyMatch((line) -> line.contains("WARN") && line.contains("The working directory " + removed));
		assertRecovered(lines);
	}

	@Test
	void variableIsTooLong() throws Exception {
		List<String> lines = run("", JAVA_HOME, "environment");
		assertThat(lines).anyMatch((line) -> line.startsWith("failed: not forked, ")
				&& line.contains("Argument list too long") && line.contains("cluster.worker.environment"));
		assertRecovered(lines);
	}

	@Test
	void commandThatIsTooLongGoesThroughAFile() throws Exception {
		List<String> lines = run("", JAVA_HOME, "arguments");
		assertThat(lines).anyMatch((line) -> line.startsWith("long: forked, 0, ") && line.contains("with 3000"))
			.contains("left: 0");
		assertRecovered(lines);
	}

	@Test
	void jarIsGone() throws Exception {
		List<String> lines = run("", JAVA_HOME, "jar");
		assertThat(lines).anyMatch((line) -> line.startsWith("failed: not forked, ") && line.contains("gone.jar")
				&& line.contains("expected: the jar that workers run"));
		assertRecovered(lines);
	}

	@Test
	void jvmNeedsNoShell() throws Exception {
		assumeTrue(canHideTheShell(), "Missing tool: unshare, with the rights to mount");
		List<String> lines = run(JAVA_HOME, "shell", HIDDEN_SHELL);
		assertThat(lines).anyMatch((line) -> line.startsWith("failed: not forked, shell: /bin/sh (expected: a shell, "))
			.anyMatch((line) -> line.startsWith("path: forked, 0, ") && line.contains(" in a file"))
			.anyMatch((line) -> line.startsWith("text: forked, 0, ") && line.contains("with 1 in a file"))
			.contains("left: 0")
			.anyMatch((line) -> line.startsWith("signal: ") && line.contains("/bin/sh is missing: only SIGTERM"));
		assertRecovered(lines);
	}

	private static boolean canHideTheShell() throws Exception {
		List<String> command = new ArrayList<>(HIDDEN_SHELL);
		command.add("true");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
			return process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static void assertRecovered(List<String> lines) {
		assertThat(lines).contains("leaked: 0", "input: true")
			.anyMatch((line) -> line.startsWith("healthy: forked, 0, "))
			.anyMatch((line) -> line.startsWith("recovered: forked, 0, "));
	}

	private List<String> run(String before, Path javaHome, String missing) throws Exception {
		return run(javaHome, missing, List.of("/bin/sh", "-c", before + "exec \"$@\"", "sh"));
	}

	private List<String> run(Path javaHome, String missing, List<String> launcher) throws Exception {
		Path output = this.directory.resolve("output");
		List<String> command = new ArrayList<>(launcher);
		command.addAll(List.of(javaHome.resolve("bin/java").toString(), "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
				"-Xmx128m", "-cp", Children.classPath(), ForkMain.class.getName(), missing, this.directory.toString()));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
		try {
			assertThat(process.waitFor(200, TimeUnit.SECONDS)).as(() -> output.toString()).isTrue();
		}
		finally {
			process.destroyForcibly();
		}
		List<String> lines = Files.readAllLines(output);
		assertThat(process.exitValue()).as(lines::toString).isZero();
		return lines;
	}

	/**
	 * Make a JDK of symbolic links. Only what tells it where its home is, and what the
	 * test changes, are files.
	 */
	private Path copyOfTheJdk() throws IOException {
		Path copy = this.directory.resolve("jdk");
		Files.createDirectories(copy.resolve("bin"));
		Files.createDirectories(copy.resolve("lib"));
		Files.copy(JAVA_HOME.resolve("bin/java").toRealPath(), copy.resolve("bin/java"),
				StandardCopyOption.COPY_ATTRIBUTES);
		Files.createSymbolicLink(copy.resolve("conf"), JAVA_HOME.resolve("conf").toRealPath());
		try (DirectoryStream<Path> entries = Files.newDirectoryStream(JAVA_HOME.resolve("lib"))) {
			for (Path entry : entries) {
				Path link = copy.resolve("lib").resolve(entry.getFileName());
				if (entry.endsWith("server")) {
					copyTree(entry, link);
				}
				else if (entry.endsWith("jspawnhelper")) {
					Files.copy(entry, link, StandardCopyOption.COPY_ATTRIBUTES);
				}
				else {
					Files.createSymbolicLink(link, entry);
				}
			}
		}
		return copy;
	}

	private static void copyTree(Path source, Path target) throws IOException {
		Files.walkFileTree(source, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path entered, BasicFileAttributes attributes) throws IOException {
				Files.createDirectories(target.resolve(source.relativize(entered)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.copy(file.toRealPath(), target.resolve(source.relativize(file)),
						StandardCopyOption.COPY_ATTRIBUTES);
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
