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

package io.clusterboot.autoconfigure;

import java.nio.file.Path;
import java.util.List;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.PortOutOfRangeException;
import org.junit.jupiter.api.Test;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for {@link PortOutOfRangeFailureAnalyzer}.
 */
class PortOutOfRangeFailureAnalyzerTests {

	private static final String OPTION = "-Dcom.sun.management.jmxremote.port=65534";

	@Test
	void namesOptionPortAndTheHighestPossibleOne() {
		FailureAnalysis analysis = analyze(2);
		assertThat(analysis.getDescription())
			.startsWith("The JVM option '" + OPTION + "' leads to port 65537 in a worker (expected: 1..65535).");
		assertThat(analysis.getAction()).startsWith("Set a port of at most 65532, or start fewer workers, or ")
			.contains("cluster.worker.excluded-jvm-args");
	}

	@Test
	void tooManyWorkersForAnyPort() {
		assertThat(analyze(65535).getAction()).startsWith("Start fewer workers, or ");
	}

	private static FailureAnalysis analyze(int slot) {
		JavaCommand command = JavaCommand.parse(Path.of("java"), List.of(OPTION, "-jar", "app.jar"));
		PortOutOfRangeException cause = catchThrowableOfType(PortOutOfRangeException.class,
				() -> command.forSlot(slot));
		FailureAnalysis analysis = new PortOutOfRangeFailureAnalyzer().analyze(new IllegalStateException(cause));
		assertThat(analysis).isNotNull();
		assertThat(analysis.getCause()).isSameAs(cause);
		return analysis;
	}

}
