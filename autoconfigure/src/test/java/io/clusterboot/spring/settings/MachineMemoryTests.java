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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MachineMemory}.
 */
class MachineMemoryTests {

	@TempDir
	private Path root;

	private MachineMemory memory;

	@BeforeEach
	void create() {
		this.memory = new MachineMemory(new ControlGroups(this.root));
	}

	@Test
	void isUnknownWhereTheSystemDoesNotTell() {
		assertThat(this.memory.bytes()).isEmpty();
	}

	@Test
	void isThatOfTheMachineWithoutALimit() throws IOException {
		write("proc/meminfo", "MemTotal:       4096 kB\nMemFree:        100 kB\n");
		write("proc/self/cgroup", "0::/a/b\n");
		write("sys/fs/cgroup/a/memory.max", "max\n");
		assertThat(this.memory.bytes()).hasValue(4096 * 1024);
	}

	@Test
	void isTheSmallestLimitOfTheGroups() throws IOException {
		write("proc/meminfo", "MemTotal:       4096 kB\n");
		write("proc/self/cgroup", "0::/a/b\n");
		write("sys/fs/cgroup/a/b/memory.max", "max\n");
		write("sys/fs/cgroup/a/memory.max", "1000000\n");
		assertThat(this.memory.bytes()).hasValue(1000000);
		write("sys/fs/cgroup/memory.max", "900000\n");
		assertThat(this.memory.bytes()).hasValue(900000);
	}

	@Test
	void readsTheOlderKindOfGroups() throws IOException {
		write("proc/meminfo", "MemTotal:       4096 kB\n");
		write("proc/self/cgroup", "5:cpu,cpuacct:/c\n4:memory:/m\n0::/\n");
		write("sys/fs/cgroup/memory/m/memory.limit_in_bytes", "2000000\n");
		assertThat(this.memory.bytes()).hasValue(2000000);
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
