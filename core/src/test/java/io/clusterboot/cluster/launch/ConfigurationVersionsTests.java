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

package io.clusterboot.cluster.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConfigurationVersions}.
 */
class ConfigurationVersionsTests {

	@TempDir
	private Path directory;

	@Test
	void namesFilesThatWereChangedCreatedOrRemoved() throws IOException {
		Path same = write("same.yml", "a: 1");
		Path changed = write("changed.yml", "a: 1");
		Path removed = write("removed.yml", "a: 1");
		Path created = this.directory.resolve("created.yml");
		Path absent = this.directory.resolve("absent.yml");
		ConfigurationVersions versions = ConfigurationVersions.of(List.of(same, changed, removed, created, absent));
		assertThat(versions.changed()).isEmpty();
		write("changed.yml", "a: 23");
		Files.delete(removed);
		write("created.yml", "");
		assertThat(versions.changed()).containsExactly(changed, removed, created);
	}

	private Path write(String name, String text) throws IOException {
		return Files.writeString(this.directory.resolve(name), text);
	}

}
