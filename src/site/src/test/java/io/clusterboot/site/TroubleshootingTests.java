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

package io.clusterboot.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code troubleshooting.md} quotes is in the code.
 */
class TroubleshootingTests {

	private static final Pattern QUOTE = Pattern.compile("`([^`\n]*…[^`\n]*)`");

	private static final Pattern HEADING = Pattern.compile("(?m)^### `([^`]+)`");

	private static final int SHORTEST = 6;

	@Test
	void quotedLinesAreThoseOfTheCode() throws IOException {
		String page = Documentation.read("src/docs/troubleshooting.md");
		List<String> parts = Stream.concat(QUOTE.matcher(page).results(), HEADING.matcher(page).results())
			.map((match) -> match.group(1))
			.filter((quote) -> !quote.startsWith("…="))
			.flatMap((quote) -> Arrays.stream(quote.split("…")))
			.map((part) -> part.strip().replaceAll("^[;:.]+ ?|[;:(]+$", "").strip())
			.filter((part) -> part.length() >= SHORTEST)
			.distinct()
			.toList();
		String code = code();

		assertThat(parts).hasSizeGreaterThan(30).allSatisfy((part) -> assertThat(code).contains(part));
	}

	private static String code() throws IOException {
		try (Stream<Path> files = Stream.of("core", "autoconfigure")
			.map((module) -> Documentation.REPOSITORY.resolve(module + "/src/main/java"))
			.flatMap(TroubleshootingTests::walk)) {
			return files.map(TroubleshootingTests::read)
				.collect(Collectors.joining())
				.replaceAll("\"\\s*\\+\\s*\"", "");
		}
	}

	private static Stream<Path> walk(Path folder) {
		try {
			return Files.walk(folder).filter((file) -> file.toString().endsWith(".java"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
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
