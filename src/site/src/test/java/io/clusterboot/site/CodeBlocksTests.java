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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every block of code says what it is, so that no command escapes the tests that run
 * commands: blocks of the language {@code sh} are run, by {@code GettingStartedIT} and
 * {@code DocumentedCommandsIT}, unless they say why not.
 */
class CodeBlocksTests {

	private static final Set<String> LANGUAGES = Set.of("sh", "text", "json", "java", "js", "xml", "yaml", "groovy",
			"properties", "dockerfile", "sql");

	/**
	 * What a block of commands may say of itself: that they run until they are
	 * interrupted, or why no test runs them.
	 */
	private static final Pattern NOTE_OF_COMMANDS = Pattern.compile("|background|not run: [a-z].+");

	private static final Pattern COMMAND = Pattern
		.compile("(?m)^\\s*(?:\\$ |# )?(?:sudo|docker|curl|java|jcmd|mv|cp|kill|systemctl|\\S*mvnw|\\S*gradlew) .*$");

	private static final Pattern INLINE_REQUEST = Pattern.compile("`(curl [^`\n]+)`");

	@Test
	void everyBlockSaysWhatItIs() throws IOException {
		List<Path> pages = Documentation.pages();
		assertThat(pages).hasSizeGreaterThan(20);
		for (Path page : pages) {
			assertThat(errors(page)).as(page.toString()).isEmpty();
		}
	}

	@Test
	void blockWithoutALanguageAndCommandsThatNoTestRunsAreFound(@TempDir Path directory) throws IOException {
		Path page = Files.writeString(directory.resolve("page.md"), """
				```
				Worker 1 forked
				```

				```text
				java -jar app.jar
				```

				```sh later
				ls
				```

				```sh not run: needs root
				ls
				```

				```sh
				ls
				```

				Ask with `curl localhost:8080`.
				""");
		assertThat(errors(page)).containsExactly("no language (expected one of: sh, text, json, …): Worker 1 forked",
				"a command in a block of text (expected: sh): java -jar app.jar",
				"sh later (expected: sh, sh background, sh not run: <reason>): ls",
				"a request in a sentence (expected: in a block of sh): curl localhost:8080");
	}

	private static List<String> errors(Path page) throws IOException {
		List<String> errors = new ArrayList<>();
		for (Documentation.Block block : Documentation.blocks(page)) {
			String begin = block.text().lines().findFirst().orElse("");
			if (!LANGUAGES.contains(block.language())) {
				errors.add("%s (expected one of: sh, text, json, …): %s"
					.formatted(block.language().isEmpty() ? "no language" : block.language(), begin));
			}
			else if (block.language().equals("sh") && !NOTE_OF_COMMANDS.matcher(block.note()).matches()) {
				errors.add(
						"sh %s (expected: sh, sh background, sh not run: <reason>): %s".formatted(block.note(), begin));
			}
			else if (block.language().equals("text") && COMMAND.matcher(block.text()).find()) {
				errors.add("a command in a block of text (expected: sh): " + begin);
			}
		}
		INLINE_REQUEST.matcher(Files.readString(page))
			.results()
			.forEach((match) -> errors.add("a request in a sentence (expected: in a block of sh): " + match.group(1)));
		return errors;
	}

}
