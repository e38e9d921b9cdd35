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

package io.clusterboot.cluster.master;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OomKills}.
 */
class OomKillsTests {

	@TempDir
	private Path root;

	@BeforeEach
	void vmstat() throws IOException {
		write("proc/vmstat", "nr_free_pages 7\noom_kill 1\n");
	}

	@Test
	void unified() throws IOException {
		write("proc/self/cgroup", "0::/system.slice/app.service\n");
		write("sys/fs/cgroup/system.slice/app.service/memory.events", "low 0\noom 3\noom_kill 5\noom_group_kill 9\n");
		assertThat(OomKills.below(this.root).count()).isEqualTo(5);
	}

	@Test
	void unifiedInContainer() throws IOException {
		write("proc/self/cgroup", "0::/\n");
		write("sys/fs/cgroup/memory.events", "oom_kill 6\n");
		assertThat(OomKills.below(this.root).count()).isEqualTo(6);
	}

	@Test
	void groupOfTheHostSeenInContainer() throws IOException {
		write("proc/self/cgroup", "9:cpu,memory:/docker/abc\n0::/docker/abc\n");
		write("sys/fs/cgroup/memory/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 7\n");
		assertThat(OomKills.below(this.root).count()).isEqualTo(7);
	}

	@Test
	void versionOne() throws IOException {
		write("proc/self/cgroup", "9:name=systemd:/\n4:memory:/a/b\n0::/\n");
		write("sys/fs/cgroup/memory/a/b/memory.oom_control", "oom_kill_disable 0\nunder_oom 0\noom_kill 8\n");
		write("sys/fs/cgroup/memory/memory.oom_control", "oom_kill 9\n");
		assertThat(OomKills.below(this.root).count()).isEqualTo(8);
	}

	@Test
	void machine() {
		assertThat(OomKills.below(this.root).count()).isEqualTo(1);
	}

	@Test
	void nobodyTells() throws IOException {
		Files.delete(this.root.resolve("proc/vmstat"));
		assertThat(OomKills.below(this.root).count()).isZero();
	}

	@Test
	void ofThisProcess() {
		assertThat(OomKills.ofThisProcess().count()).isNotNegative();
	}

	private void write(String path, String text) throws IOException {
		Path file = this.root.resolve(path);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

}
