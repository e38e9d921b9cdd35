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

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.ChannelOptions;
import io.clusterboot.ipc.ChannelPair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StandardInputChannel}, in a JVM whose standard input is a channel.
 */
@Timeout(300)
class StandardInputChannelTests {

	@RegisterExtension
	private final Children children = new Children();

	@Test
	void workerTakesItsChannelAndTheFirstDescriptorAndLeavesAnEmptyInput(@TempDir Path directory) throws IOException {
		Path file = Files.writeString(directory.toRealPath().resolve("lent"), "x");
		List<String> lines;
		try (FileInputStream lent = new FileInputStream(file.toFile()); Handle first = Handle.from(lent.getFD())) {
			lines = linesOf(ChannelPair.open(ChannelOptions.defaults(), first),
					Map.of("CLUSTER_UNIQUE_ID", "7", "CLUSTER_SCOREBOARD_FD", "channel"));
		}
		assertThat(lines).containsSubsequence("before socket", "ignored nothing", "connected true", "worker true",
				"after /dev/null", "input -1", "child /dev/null", "inheritable ends 0", "scoreboard " + file,
				"signals 300003");
	}

	@Test
	void otherProcessWithAChannelKeepsItsSignals() {
		List<String> lines = linesOf(ChannelPair.open(ChannelOptions.defaults()), Map.of());
		assertThat(lines).containsSubsequence("before socket", "ignored nothing", "connected true", "worker false",
				"after /dev/null", "input -1", "child /dev/null", "inheritable ends 0", "scoreboard none", "signals 0");
	}

	@Test
	void descriptorThatDoesNotComeIsReported() {
		List<String> lines = linesOf(ChannelPair.open(ChannelOptions.defaults()),
				Map.of("CLUSTER_UNIQUE_ID", "7", "CLUSTER_SCOREBOARD_FD", "channel"));
		assertThat(lines).containsSubsequence("connected true", "after /dev/null", "scoreboard none");
	}

	@Test
	void inputThatIsNoChannelIsNotTouched() {
		Map<String, String> environment = environment(Map.of("CLUSTER_CHANNEL_FD", "0", "CLUSTER_UNIQUE_ID", "7"));
		Handle[] pair = Handle.socketPair();
		List<String> lines;
		try (Handle own = pair[0]; Handle childEnd = pair[1]) {
			// The peer is this process, and the parent is a JVM between
			lines = this.children.linesOf(Children.probe("inputbelow"),
					SpawnOptions.defaults()
						.withEnvironment(environment)
						.withStdio(0, Stdio.descriptor(childEnd.descriptor())));
			assertThat(own.isOpen()).isTrue();
		}
		assertThat(lines).anyMatch((line) -> line.startsWith("ignored Ignored CLUSTER_CHANNEL_FD=0"))
			.containsSubsequence("connected false", "worker false", "after socket", "signals 0");
	}

	private List<String> linesOf(ChannelPair pair, Map<String, String> variables) {
		Map<String, String> all = new HashMap<>(variables);
		all.put("CLUSTER_CHANNEL_FD", "0");
		try (pair) {
			return this.children.linesOf(Children.probe("input"),
					SpawnOptions.defaults()
						.withEnvironment(environment(all))
						.withStdio(0, Stdio.descriptor(pair.childEnd().descriptor())));
		}
	}

	private static Map<String, String> environment(Map<String, String> variables) {
		Map<String, String> environment = new HashMap<>(CurrentProcess.get().environment());
		environment.putAll(variables);
		return environment;
	}

}
