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

package io.clusterboot.spring.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CompactHeaders}.
 */
class CompactHeadersTests {

	@TempDir
	private Path home;

	@BeforeEach
	void install() throws IOException {
		Files.createDirectories(this.home.resolve("lib/server"));
		Files.createFile(this.home.resolve("lib/server/classes_coh.jsa"));
		Files.createDirectories(this.home.resolve("bin"));
		Files.createFile(this.home.resolve("bin/java"));
	}

	@Test
	void workersOnThisJvmHaveCompactHeaders() throws IOException {
		assertThat(missing(25, this.home.resolve("bin/java"))).hasValue("-XX:+UseCompactObjectHeaders");
		Path link = Files.createSymbolicLink(this.home.resolve("java"), this.home.resolve("bin/java"));
		assertThat(missing(26, link)).as("a link to it").hasValue("-XX:+UseCompactObjectHeaders");
	}

	@Test
	void olderJavaHasNone() {
		assertThat(missing(24, this.home.resolve("bin/java"))).isEmpty();
	}

	@Test
	void otherJvmMayHaveNone() throws IOException {
		assertThat(missing(25, Files.createFile(this.home.resolve("bin/other")))).isEmpty();
		assertThat(missing(25, this.home.resolve("bin/missing"))).isEmpty();
	}

	@Test
	void jdkWithoutAnArchiveForThemStartsFasterWithout() throws IOException {
		Files.delete(this.home.resolve("lib/server/classes_coh.jsa"));
		assertThat(missing(25, this.home.resolve("bin/java"))).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:-UseCompactObjectHeaders", "-XX:+UseCompactObjectHeaders",
			"-XX:-UseCompressedClassPointers", "-XX:SharedArchiveFile=x.jsa", "-XX:AOTCache=x.aot", "-Xshare:off" })
	void optionsOfTheUserDecide(String option) {
		Path java = this.home.resolve("bin/java");
		assertThat(missing(25, java, option)).isEmpty();
		assertThat(new CompactHeaders(new ThisJvm("", Runtime.Version.parse("25"), this.home))
			.missingIn(JavaCommand.parse(java, List.of("-jar", "app.jar")), Map.of("JDK_JAVA_OPTIONS", option)))
			.isEmpty();
	}

	private Optional<String> missing(int feature, Path java, String... options) {
		JavaCommand command = JavaCommand.parse(java, List.of("-jar", "app.jar")).prependVmOptions(List.of(options));
		return new CompactHeaders(new ThisJvm("", Runtime.Version.parse(Integer.toString(feature)), this.home))
			.missingIn(command, Map.of());
	}

}
