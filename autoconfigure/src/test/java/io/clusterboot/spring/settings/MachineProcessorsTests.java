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
 * Tests for {@link MachineProcessors}.
 */
class MachineProcessorsTests {

	@TempDir
	private Path root;

	private MachineProcessors processors;

	@BeforeEach
	void create() {
		this.processors = new MachineProcessors(new ControlGroups(this.root));
	}

	@Test
	void allAreThoseThatTheJvmSees() throws IOException {
		assertThat(this.processors.count(8)).isEqualTo(8);
		write("proc/self/cgroup", "0::/a/b\n");
		write("sys/fs/cgroup/a/cpu.max", "max 100000\n");
		write("sys/fs/cgroup/a/b/cpu.max", "not a quota\n");
		assertThat(this.processors.count(8)).isEqualTo(8);
	}

	@Test
	void quotaOfAnyGroupCountsAndAPartIsAProcessor() throws IOException {
		write("proc/self/cgroup", "0::/a/b\n");
		write("sys/fs/cgroup/a/b/cpu.max", "400000 100000\n");
		assertThat(this.processors.count(8)).isEqualTo(4);
		write("sys/fs/cgroup/a/cpu.max", "150000 100000\n");
		assertThat(this.processors.count(8)).isEqualTo(2);
		write("sys/fs/cgroup/cpu.max", "5000 100000\n");
		assertThat(this.processors.count(8)).isOne();
	}

	@Test
	void quotaIsNotMoreThanThereIs() throws IOException {
		write("proc/self/cgroup", "0::/\n");
		write("sys/fs/cgroup/cpu.max", "1600000 100000\n");
		assertThat(this.processors.count(8)).isEqualTo(8);
	}

	@Test
	void readsTheOlderKindOfGroups() throws IOException {
		write("proc/self/cgroup", "5:cpu,cpuacct:/c\n4:memory:/m\n0::/\n");
		write("sys/fs/cgroup/cpu/c/cpu.cfs_quota_us", "250000\n");
		write("sys/fs/cgroup/cpu/c/cpu.cfs_period_us", "100000\n");
		assertThat(this.processors.count(8)).isEqualTo(3);
		write("sys/fs/cgroup/cpu/c/cpu.cfs_quota_us", "-1\n");
		assertThat(this.processors.count(8)).as("no quota").isEqualTo(8);
	}

	private void write(String file, String text) throws IOException {
		Path path = this.root.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

}
