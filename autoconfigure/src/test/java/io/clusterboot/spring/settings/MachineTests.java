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
import java.util.OptionalLong;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Machine}.
 */
class MachineTests {

	private static final long MEBI = 1024 * 1024;

	@ParameterizedTest
	@CsvSource({ "64, 16384, 1024, 8", "4, 16384, 4096, 4", "64, 1024, 768, 4", "64, 512, 128, 1", "2, 64, 32, 1" })
	void numberOfWorkersIsBoundedByProcessorsHeapAndMemory(int processors, long memory, long heap, int expected) {
		assertThat(machine(processors, memory, heap).workers(OptionalLong.empty())).isEqualTo(expected);
	}

	@ParameterizedTest
	@CsvSource({ "100, 8", "1000, 3", "5000, 1" })
	void numberOfWorkersSuitsTheHeapThatEachHas(long heap, int expected) {
		assertThat(machine(8, 4096, 1024).workers(OptionalLong.of(heap * MEBI))).isEqualTo(expected);
	}

	@Test
	void memoryThatIsNotKnownBoundsNothing() {
		Machine machine = new Machine(8, OptionalLong.empty(), 2048 * MEBI);
		assertThat(machine.workers(OptionalLong.empty())).isEqualTo(8);
		assertThat(machine.isExceededBy(8, Long.MAX_VALUE)).isFalse();
		assertThatNoException().isThrownBy(() -> machine.requireRoomFor(1024));
	}

	@Test
	void oneWorkerIsAlwaysTried() {
		Machine machine = machine(2, 64, 32);
		assertThatNoException().isThrownBy(() -> machine.requireRoomFor(1));
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class)
			.isThrownBy(() -> machine.requireRoomFor(2))
			.satisfies((failure) -> assertThat(failure.getReason())
				.startsWith("Expected at most 1: of the memory of 64 MB"));
	}

	@Test
	void heapOfAJvmThatDoesNotSeeTheLimitIsThatOfOneThatDoes(@TempDir Path root) throws IOException {
		write(root.resolve("proc/self/cgroup"), "0::/outer/inner");
		write(root.resolve("sys/fs/cgroup/outer/memory.max"), Long.toString(1024 * MEBI));
		write(root.resolve("sys/fs/cgroup/outer/cpu.max"), "200000 100000");
		ControlGroups groups = new ControlGroups(root);
		assertThat(Machine.of(groups, 8, 4096 * MEBI)).isEqualTo(machine(2, 1024, 256));
		assertThat(Machine.of(groups, 8, 768 * MEBI)).isEqualTo(machine(2, 1024, 768));
	}

	private static Machine machine(int processors, long memory, long heap) {
		return new Machine(processors, OptionalLong.of(memory * MEBI), heap * MEBI);
	}

	private static void write(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
