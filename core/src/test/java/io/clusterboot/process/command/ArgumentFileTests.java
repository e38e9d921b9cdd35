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

package io.clusterboot.process.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.clusterboot.process.Children;
import io.clusterboot.process.ProbeMain;
import io.clusterboot.process.SpawnOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ArgumentFile}.
 */
@Timeout(300)
class ArgumentFileTests {

	@RegisterExtension
	private final Children children = new Children();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource
	void tokens(String text, List<String> expected) {
		assertThat(ArgumentFile.tokens(text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@MethodSource("tokens")
	void launcherAgrees(String text, List<String> expected) throws IOException {
		Path file = Files.writeString(this.directory.resolve("args"),
				"-cp \"" + Children.classPath() + "\" " + ProbeMain.class.getName() + " argv\n" + text);
		List<String> shown = this.children.linesOf(List.of(Children.java(), "-Xshare:auto", "@" + file),
				SpawnOptions.defaults().withVariables(Map.of("LC_ALL", "C.UTF-8")));
		assertThat(shown).isEqualTo(expected.stream().map(ProbeMain::hex).toList());
	}

	@Test
	void renderedWordsAreReadAsTheyWere() throws IOException {
		List<String> words = List.of("", " ", "plain", "a b", "tab\there", "line\nbreak\r\f", "\"quoted\" 'too'", "#x",
				"back\\slash\\", "@file", "\u00e4\u20ac", "\udcff", "x".repeat(200_000));
		byte[] text = ArgumentFile.render(words);
		assertThat(ArgumentFile.tokens(OsString.of(text).toString())).isEqualTo(words);
		List<String> line = Stream.of(List.of("-cp", Children.classPath(), ProbeMain.class.getName(), "argv"), words)
			.flatMap(List::stream)
			.toList();
		Path file = Files.write(this.directory.resolve("args"), ArgumentFile.render(line));
		List<String> shown = this.children.linesOf(List.of(Children.java(), "-Xshare:auto", "@" + file),
				SpawnOptions.defaults().withVariables(Map.of("LC_ALL", "C.UTF-8")));
		// What is no UTF-8 does not survive the way into a Java string
		assertThat(shown).hasSameSizeAs(words);
		for (int i = 0; i < words.size(); i++) {
			if (!words.get(i).equals("\udcff")) {
				assertThat(shown.get(i)).isEqualTo(ProbeMain.hex(words.get(i)));
			}
		}
	}

	static Stream<Arguments> tokens() {
		return Stream.of(arguments("", List.of()), arguments(" \t\f\r\n", List.of()),
				arguments("-cp\n\"/a b/c.jar\"\nMain x\n", List.of("-cp", "/a b/c.jar", "Main", "x")),
				arguments("a # comment 'x\nb", List.of("a", "b")), arguments("# only", List.of()),
				arguments("-Dx=a#b\n-cp .", List.of("-cp", ".")), arguments("\"q\"r#e f\ng", List.of("qg")),
				arguments("x \"\"", List.of("x")), arguments("e\"f g\"h", List.of("ef gh")),
				arguments("'it\\'s' \"#\"", List.of("it's", "#")), arguments("\"i\\\n   j\"", List.of("ij")),
				arguments("\"i\\\r\n   j\"", List.of("ij")), arguments("'k\\nl\\t\\\\m'", List.of("k\nl\t\\m")),
				arguments("C:\\dir\\x m\\", List.of("C:\\dir\\x", "m\\")),
				arguments("\"open\nnext", List.of("open", "next")), arguments("a \"\" b", List.of("a", "", "b")),
				arguments("@x @@y", List.of("@x", "@@y")), arguments("\"ä ö\"", List.of("ä ö")));
	}

}
