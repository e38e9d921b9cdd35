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

package io.clusterboot.sample;

import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.MatchResult;

import io.clusterboot.testing.NodeAvailable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample as the child of a real Node program: the channel is a bean, and
 * messages are application events, also those that were sent before the application was
 * there.
 */
@NodeAvailable
class NodeParentIT {

	private static final int PINGS = 7;

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void answersThePingsOfTheProgramThatForkedIt() {
		Path script = NodeAvailable.Script.of("ping.js");
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		try (SampleProcess node = SampleCommand
			.of("node", script.toString(), SampleCommand.JAR.toString(), java.toString())
			.start()) {
			for (int ping = 1; ping <= PINGS; ping++) {
				MatchResult answer = node.awaitLine("pong " + ping + " (.*)", DEADLINE);
				assertThat(answer.group(1)).isEqualTo("as sent by the child");
			}
			node.awaitLine("disconnected", DEADLINE);
			assertThat(node.awaitLine("exited (.*)", DEADLINE).group(1)).isEqualTo("143 null");
			assertThat(node.awaitExit(DEADLINE)).isZero();
		}
	}

}
