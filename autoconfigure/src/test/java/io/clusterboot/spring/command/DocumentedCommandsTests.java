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

package io.clusterboot.spring.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every command that the documentation names, with the options that it names, is one that
 * the command line understands.
 */
class DocumentedCommandsTests {

	private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern COMMAND = Pattern
		.compile("--cluster\\.command=([a-z]+(?: --[a-z-]+(?:=[\\w./-]+)?)*)(?![\\w|])");

	private static final int HELP_IS_PRINTED = ExitCode.DONE.number();

	private static final int WRONG_USAGE = ExitCode.USAGE.number();

	private static final int NO_MASTER = ExitCode.NO_MASTER.number();

	@TempDir
	private Path directory;

	@Test
	void commandsAndOptionsExist() throws IOException {
		Set<String> documented = new TreeSet<>();
		try (Stream<Path> files = Files.list(REPOSITORY.resolve("src/docs"))) {
			Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), files)
				.filter((file) -> file.toString().endsWith(".md"))
				.flatMap((file) -> COMMAND.matcher(read(file)).results())
				.forEach((match) -> documented.add(match.group(1)));
		}
		assertThat(documented).hasSizeGreaterThan(8)
			.contains("status", "roll --wait=10m")
			.allSatisfy((command) -> assertThat(exitCode(command)).as(command).isIn(HELP_IS_PRINTED, NO_MASTER));
		assertThat(exitCode("roll --wiat=10m")).isEqualTo(WRONG_USAGE);
	}

	/**
	 * Return how a command ends that finds no master. Of one that starts the application,
	 * the help is printed.
	 */
	private int exitCode(String command) {
		List<String> words = Arrays.asList(command.split(" "));
		List<String> options = Stream
			.concat(words.stream().skip(1), Stream.of("--cluster.control.directory=" + this.directory))
			.toList();
		PrintWriter nowhere = new PrintWriter(new StringWriter());
		return Commands.run(new CommandArguments(words.get(0), options),
				new Terminal(nowhere, nowhere, false, Ansi.OFF));
	}

	private static String read(Path file) {
		try {
			return Files.readString(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
