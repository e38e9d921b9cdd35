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

package io.clusterboot.process;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainStart}, and for what goes through a shell instead.
 */
class PlainStartTests {

	private static final List<String> COMMAND = List.of(Children.java(), "-version");

	private static final SpawnOptions OPTIONS = SpawnOptions.defaults().withEnvironment(Map.of("A", "1", "b.c", "d e"));

	private static final StdioPlan PLAN = new StdioPlan(Map.of(), Set.of());

	@Test
	void commandIsStartedAsItIs() {
		ProcessBuilder builder = builder(COMMAND, OPTIONS.withWorkingDirectory(Path.of("/")));
		assertThat(builder.command()).endsWith(COMMAND.toArray(String[]::new)).doesNotContain("/bin/sh");
		assertThat(builder.environment()).isEqualTo(OPTIONS.environment());
		assertThat(builder.directory()).hasToString("/");
	}

	@Test
	void workerWhoseChannelIsItsInputIgnoresSignalsItself() {
		SpawnOptions ignoring = OPTIONS.ignoring(Signal.SIGINT);
		assertThat(builder(COMMAND, ignoring).command()).contains("/bin/sh");
		assertThat(builder(COMMAND, ignoring.withVariables(Map.of("CLUSTER_CHANNEL_FD", "0", "CLUSTER_UNIQUE_ID", "7")))
			.command()).doesNotContain("/bin/sh");
		assertThat(builder(COMMAND, ignoring.withVariables(Map.of("CLUSTER_CHANNEL_FD", "3", "CLUSTER_UNIQUE_ID", "7")))
			.command()).contains("/bin/sh");
	}

	@ParameterizedTest
	@MethodSource
	void restGoesThroughAShell(UnaryOperator<SpawnOptions> change) {
		assertThat(builder(COMMAND, change.apply(OPTIONS)).command()).contains("/bin/sh");
	}

	static Stream<UnaryOperator<SpawnOptions>> restGoesThroughAShell() {
		return Stream.of((options) -> options.ignoring(Signal.SIGHUP), SpawnOptions::detached,
				(options) -> options.withArgv0("other"), (options) -> options.withVariables(Map.of("X", "\udcff")));
	}

	@Test
	void bareNameGoesThroughAShell() {
		assertThat(builder(List.of("env"), OPTIONS.withVariables(Map.of("PATH", "/usr/bin:/bin"))).command())
			.contains("/bin/sh");
	}

	@Test
	void descriptorsThatMoveGoThroughAShell() {
		StdioPlan plan = new StdioPlan(Map.of(3, 0), Set.of());
		assertThat(new Trampoline(COMMAND, OPTIONS).processBuilder(plan, OptionalInt.empty()).command())
			.contains("/bin/sh");
	}

	@Test
	void textNeedsNoShellIfTheJvmWritesUtf8() {
		boolean utf8 = Charset.defaultCharset().equals(StandardCharsets.UTF_8)
				&& Charset.forName(System.getProperty("sun.jnu.encoding")).equals(StandardCharsets.UTF_8);
		List<String> command = builder(List.of(Children.java(), "\u00e4"), OPTIONS).command();
		assertThat(command.contains("/bin/sh")).isNotEqualTo(utf8);
	}

	private static ProcessBuilder builder(List<String> command, SpawnOptions options) {
		return new Trampoline(command, options).processBuilder(PLAN, OptionalInt.empty());
	}

}
