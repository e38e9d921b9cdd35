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

package io.clusterboot.cluster.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.clusterboot.process.Children;
import io.clusterboot.process.Stdio;
import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ShellNeed}.
 */
class ShellNeedTests {

	private static final Path MISSING = Path.of("/no/such/shell");

	private static final WorkerLaunch JVM = new WorkerLaunch(
			JavaCommand.parse(Path.of(Children.java()), List.of("Main")), Map.of(), null);

	@Test
	void jvmNeedsNone() {
		assertThat(ShellNeed.of(JVM)).isEmpty();
		assertThat(ShellNeed.of(JVM.silent().withWorkingDirectory(Path.of("/")), 7)).isEmpty();
		ShellNeed.require(JVM, MISSING);
	}

	@ParameterizedTest
	@MethodSource
	void otherThingsNeedOne(UnaryOperator<WorkerLaunch> change, String setting) {
		WorkerLaunch launch = change.apply(JVM);
		assertThat(ShellNeed.of(launch, 0)).contains(new ShellNeed(setting));
		assertThatExceptionOfType(MissingShellException.class).isThrownBy(() -> ShellNeed.require(launch, MISSING))
			.withMessage("/no/such/shell: missing (expected: a shell, as %s needs it)".formatted(setting));
		ShellNeed.require(launch, Path.of(Children.java()));
	}

	static Stream<Arguments> otherThingsNeedOne() {
		return Stream.of(
				need((launch) -> launch.withProgram(new WorkerProgram.Command(List.of("node", "app.js"))),
						"the program node app.js"),
				need((launch) -> launch.withVmOptions(List.of("-Xrs")), "the option -Xrs"),
				need((launch) -> launch.withVariables(Map.of("JAVA_TOOL_OPTIONS", "-Xmx1g -Xrs")), "the option -Xrs"),
				need((launch) -> launch.withCommand((command) -> command.withJava(Path.of("java"))),
						"the executable java"),
				need((launch) -> launch.withUid(1), "another user or group"),
				need((launch) -> launch.withGid(1), "another user or group"),
				need((launch) -> launch.withStdio(0, Stdio.inherit()), "descriptor 0"),
				need((launch) -> launch.withStdio(5, Stdio.inherit()), "descriptor 5"));
	}

	private static Arguments need(UnaryOperator<WorkerLaunch> change, String setting) {
		return arguments(change, setting);
	}

	@Test
	void scriptInPlaceOfAJvmNeedsOne(@TempDir Path directory) throws IOException {
		Path script = Files.writeString(directory.resolve("java"), "#!/bin/sh\nexec java \"$@\"\n");
		assertThat(ShellNeed.of(JVM.withCommand((command) -> command.withJava(script))))
			.contains(new ShellNeed("the executable " + script));
		assertThat(ShellNeed.of(JVM.withCommand((command) -> command.withJava(directory.resolve("gone"))))).isEmpty();
	}

	@Test
	void oneSlotNeedsOne() {
		WorkerLaunch launch = JVM.withProgram(1, new WorkerProgram.Command(List.of("node")));
		assertThat(ShellNeed.of(launch, 0)).isEmpty();
		assertThat(ShellNeed.of(launch, 1)).contains(new ShellNeed("the program node"));
		assertThat(ShellNeed.of(launch)).contains(new ShellNeed("the program node"));
	}

}
