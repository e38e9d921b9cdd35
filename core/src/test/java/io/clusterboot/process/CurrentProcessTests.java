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

import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

import io.clusterboot.ipc.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link CurrentProcess} and {@link InheritedChannel}.
 */
class CurrentProcessTests {

	@Test
	void realProcess() {
		CurrentProcess process = CurrentProcess.get();
		assertThat(process).isSameAs(CurrentProcess.get());
		assertThat(process.pid()).isEqualTo(ProcessHandle.current().pid());
		assertThat(process.ppid()).isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
		assertThat(process.environment()).containsEntry("PATH", System.getenv("PATH"))
			.containsOnlyKeys(System.getenv().keySet());
		assertThat(process.inheritedChannel())
			.isEqualTo(new InheritedChannel(OptionalInt.empty(), OptionalInt.empty(), Peer.NODE));
	}

	@Test
	void environmentIsMutableAndSpeaksOfNoChannel() {
		Map<String, String> raw = new HashMap<>(Map.of("A", "1", "CLUSTER_CHANNEL_FD", "3", "CLUSTER_UNIQUE_ID", "7",
				"NODE_CHANNEL_FD", "4", "NODE_CHANNEL_SERIALIZATION_MODE", "json", "NODE_UNIQUE_ID", "8",
				"CLUSTER_SCOREBOARD_FD", "4", "CLUSTER_SCOREBOARD_ROW", "5"));
		CurrentProcess process = new CurrentProcess(raw);
		assertThat(process.environment()).isEqualTo(Map.of("A", "1"));
		process.environment().put("B", "2");
		assertThat(process.environment()).isEqualTo(Map.of("A", "1", "B", "2"));
		assertThat(raw).hasSize(8);
		assertThat(process.inheritedEnvironment()).isEqualTo(raw);
		assertThat(process.inheritedChannel())
			.isEqualTo(new InheritedChannel(OptionalInt.of(3), OptionalInt.of(7), Peer.JVM));
	}

	@Test
	void childrenGetTheEnvironmentOfTheMoment() {
		CurrentProcess.get().environment().put("CLUSTERBOOT_TEST", "seen");
		try {
			assertThat(SpawnOptions.defaults().environment()).containsEntry("CLUSTERBOOT_TEST", "seen");
		}
		finally {
			CurrentProcess.get().environment().remove("CLUSTERBOOT_TEST");
		}
		assertThat(SpawnOptions.defaults().environment()).doesNotContainKey("CLUSTERBOOT_TEST");
	}

	@Test
	void channelFromNode() {
		assertThat(InheritedChannel
			.from(Map.of("NODE_CHANNEL_FD", "0", "NODE_CHANNEL_SERIALIZATION_MODE", "", "NODE_UNIQUE_ID", "1")))
			.isEqualTo(new InheritedChannel(OptionalInt.of(0), OptionalInt.of(1), Peer.NODE));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "CLUSTER_CHANNEL_FD | abc | CLUSTER_CHANNEL_FD: abc (expected: a number >= 0)",
					"NODE_CHANNEL_FD | -1 | NODE_CHANNEL_FD: -1 (expected: a number >= 0)",
					"CLUSTER_UNIQUE_ID | 0 | CLUSTER_UNIQUE_ID: 0 (expected: a number >= 1)",
					"NODE_UNIQUE_ID | '' | NODE_UNIQUE_ID:  (expected: a number >= 1)" })
	void valueThatCannotBeUsedIsRefused(String name, String value, String message) {
		CurrentProcess process = new CurrentProcess(Map.of(name, value));
		assertThatIllegalArgumentException().isThrownBy(process::inheritedChannel).withMessage(message);
	}

	@Test
	void advancedSerializationIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> InheritedChannel
				.from(Map.of("NODE_CHANNEL_FD", "3", "NODE_CHANNEL_SERIALIZATION_MODE", "advanced")))
			.withMessage(
					"NODE_CHANNEL_SERIALIZATION_MODE: advanced (expected: json, the default of Node's fork and cluster)");
		assertThat(InheritedChannel.from(Map.of("NODE_CHANNEL_SERIALIZATION_MODE", "advanced")).descriptor()).isEmpty();
	}

}
