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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link InheritedEnvironment} and {@link ParentSocket}.
 */
@Timeout(300)
class InheritedEnvironmentTests {

	private static final long SELF = ProcessHandle.current().pid();

	@RegisterExtension
	private final Children children = new Children();

	@Test
	void environmentWithoutTheVariablesIsNotExamined() {
		InheritedEnvironment examined = InheritedEnvironment.examined(Map.of("A", "1"), -1);
		assertThat(examined).isEqualTo(new InheritedEnvironment(Map.of("A", "1"), Optional.empty()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "NODE_CHANNEL_FD | '' | NODE_CHANNEL_FD is no descriptor",
					"NODE_CHANNEL_FD | 99999999999 | NODE_CHANNEL_FD is no descriptor",
					"CLUSTER_CHANNEL_FD | 98765 | descriptor 98765 is not open",
					"CLUSTER_UNIQUE_ID | 7 | this process was forked by no master",
					"NODE_UNIQUE_ID | 1 | this process was forked by no master" })
	void variablesWithoutAChannelAreIgnored(String name, String value, String reason) {
		InheritedEnvironment examined = InheritedEnvironment
			.examined(Map.of("A", "1", name, value, "CLUSTER_SCOREBOARD_FD", "4"), SELF);
		assertThat(examined.variables()).isEqualTo(Map.of("A", "1"));
		assertThat(examined.ignored()).get()
			.asString()
			.startsWith("Ignored %s=%s: ".formatted(name, value))
			.contains(reason)
			.contains("(expected: ");
	}

	@Test
	void versionsAloneAreLeftOutSilently() {
		assertThat(InheritedEnvironment.examined(Map.of("CLUSTER_PROTOCOL_VERSION", "1"), SELF))
			.isEqualTo(InheritedEnvironment.trusted(Map.of()));
	}

	@Test
	void connectedSocketOfTheParentIsTheChannel() {
		Handle[] pair = Handle.socketPair();
		try (Handle own = pair[0]; Handle other = pair[1]) {
			Map<String, String> variables = Map.of("CLUSTER_CHANNEL_FD", Integer.toString(own.descriptor()),
					"CLUSTER_UNIQUE_ID", "7");
			assertThat(InheritedEnvironment.examined(variables, SELF))
				.isEqualTo(InheritedEnvironment.trusted(variables));
			assertThat(other.isOpen()).isTrue();
		}
	}

	@Test
	void socketOfAProcessThatIsNotTheParentIsNoChannel() {
		Handle[] pair = Handle.socketPair();
		try (Handle own = pair[0]; Handle other = pair[1]) {
			assertThat(new ParentSocket(own.descriptor(), 1).objection())
				.startsWith("the peer of descriptor %d is process %d, and the parent is process 1"
					.formatted(own.descriptor(), SELF));
			assertThat(own.kind()).isEqualTo(other.kind());
		}
	}

	@Test
	void nodeBelowAWorkerSetsItsOwnVariables() {
		Handle[] pair = Handle.socketPair();
		ChildProcess shell = this.children.spawn(Children.shell("exec tail -f /dev/null"), SpawnOptions.defaults());
		try (Handle own = pair[0]; Handle other = pair[1]) {
			String descriptor = Integer.toString(own.descriptor());
			// The shell stands for node: it is a parent that is no JVM, below this JVM
			InheritedEnvironment examined = InheritedEnvironment
				.examined(Map.of("NODE_CHANNEL_FD", descriptor, "NODE_UNIQUE_ID", "1", "CLUSTER_CHANNEL_FD", descriptor,
						"CLUSTER_UNIQUE_ID", "7", "CLUSTER_SCOREBOARD_FD", "4"), shell.pid());
			assertThat(examined.variables()).isEqualTo(Map.of("NODE_CHANNEL_FD", descriptor, "NODE_UNIQUE_ID", "1"));
			assertThat(InheritedChannel.from(examined.variables()))
				.isEqualTo(new InheritedChannel(OptionalInt.of(own.descriptor()), OptionalInt.of(1), Peer.NODE));
			assertThat(other.isOpen()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "NODE_CHANNEL_FD, 3", "CLUSTER_CHANNEL_FD, 4", "NODE_CHANNEL_FD, 0", "CLUSTER_CHANNEL_FD, 2" })
	void descriptorOfTheJvmIsNotTouched(String name, String descriptor) {
		Map<String, String> environment = new HashMap<>(CurrentProcess.get().environment());
		environment.put(name, descriptor);
		environment.put("CLUSTER_UNIQUE_ID", "7");
		List<String> lines = this.children.linesOf(Children.probe("channel"),
				SpawnOptions.defaults().withEnvironment(environment));
		assertThat(lines.get(0)).startsWith("ignored Ignored ").contains(name + "=" + descriptor);
		assertThat(lines).contains("connected false", "worker false").doesNotContain("fd3 closed");
	}

	@ParameterizedTest
	@CsvSource({ "exec", "env" })
	void channelOfTheParentIsOpenedAndNotInheritedFurther(String launcher) {
		Handle[] pair = Handle.socketPair();
		try (Handle own = pair[0]; Handle childEnd = pair[1]) {
			List<String> words = List.of("/bin/sh", "-c", launcher.equals("exec") ? "exec \"$@\"" : "\"$@\"; exit $?",
					"sh");
			List<String> command = Stream.of(words, Children.probe("channel")).flatMap(List::stream).toList();
			List<String> lines = this.children.linesOf(command,
					SpawnOptions.defaults()
						.withVariables(Map.of("CLUSTER_CHANNEL_FD", "3", "CLUSTER_UNIQUE_ID", "7"))
						.withStdio(3, Stdio.descriptor(childEnd.descriptor())));
			assertThat(lines).contains("ignored nothing", "connected true", "worker true", "inheritable ends 0");
			assertThat(own.isOpen()).isTrue();
		}
	}

}
