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

package io.clusterboot.benchmarks.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class WorkDirectoryTests {

	@TempDir
	Path parent;

	@Test
	void isRemovedWithAllThatIsInIt() throws IOException {
		Path path;
		try (WorkDirectory directory = WorkDirectory.create(this.parent)) {
			path = directory.path();
			Files.writeString(Files.createDirectory(path.resolve("folder")).resolve("file"), "text");
		}
		assertThat(path).doesNotExist();
	}

	@Test
	void removesThoseOfRunsThatWereKilledAndOfNoOther() throws Exception {
		Process ended = new ProcessBuilder("true").start();
		ended.waitFor();
		Path killed = Files.createDirectory(this.parent.resolve("work" + ended.pid()));
		Files.writeString(killed.resolve("file"), "text");
		Path running = Files
			.createDirectory(this.parent.resolve("work" + ProcessHandle.current().parent().get().pid()));
		Path other = Files.createDirectory(this.parent.resolve("workshop"));
		try (WorkDirectory directory = WorkDirectory.create(this.parent)) {
			assertThat(directory.path()).isDirectory();
			assertThat(killed).doesNotExist();
			assertThat(running).isDirectory();
			assertThat(other).isDirectory();
		}
	}

}
