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

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OsString}.
 */
class OsStringTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "plain", "ä ö ü", "あいう", "😀", "a\nb\n\n", "\n", "it's \"100%\" \\n $HOME `id`",
			"…\u0081\u0088", "tab\there", "-Dx=ä", "--", "-n %s", "\n\nä\n" })
	@Timeout(300)
	void textSurvivesAsBytesAndAsShellWord(String text) throws Exception {
		OsString string = OsString.of(text);
		assertThat(string.bytes()).isEqualTo(text.getBytes(StandardCharsets.UTF_8));
		assertThat(string.toString()).isEqualTo(text);
		assertThat(throughShell(string)).isEqualTo(string.bytes());
	}

	@Test
	@Timeout(300)
	void bytesThatAreNotUtf8Survive() throws Exception {
		byte[] bytes = new byte[255 + 3];
		for (int i = 1; i < 256; i++) {
			bytes[i - 1] = (byte) i;
		}
		System.arraycopy("ä\n".getBytes(StandardCharsets.UTF_8), 0, bytes, 255, 3);
		OsString string = OsString.of(bytes);
		assertThat(OsString.of(string.toString()).bytes()).isEqualTo(bytes);
		assertThat(throughShell(string)).isEqualTo(bytes);
	}

	@Test
	void shellWordIsPureAscii() {
		assertThat(OsString.of("/ä 1%\n").shellWord()).isEqualTo("\"$(printf '/\\303\\244 1%%')\n\"");
	}

	@Test
	void pathHasTheBytesOfItsUri() {
		assertThat(OsString.of(Path.of("/a b/c%41")).toString()).isEqualTo("/a b/c%41");
		assertThat(OsString.of(Path.of("x/y")).toString()).isEqualTo("x/y");
	}

	private static byte[] throughShell(OsString string) throws Exception {
		Process process = new ProcessBuilder("/bin/sh", "-c", "printf '%s' " + string.shellWord())
			.redirectError(ProcessBuilder.Redirect.INHERIT)
			.start();
		try {
			byte[] output = process.getInputStream().readAllBytes();
			assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
			return output;
		}
		finally {
			process.destroyForcibly();
		}
	}

}
