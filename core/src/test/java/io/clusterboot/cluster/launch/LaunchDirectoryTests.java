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
import java.util.Map;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LaunchDirectory}.
 */
class LaunchDirectoryTests {

	private static final WorkerLaunch LAUNCH = new WorkerLaunch(
			JavaCommand.parse(Path.of("java"), List.of("-jar", "app.jar")), Map.of(), null);

	@TempDir
	private Path directory;

	private Path first;

	private Path second;

	private Path current;

	@BeforeEach
	void deploy() throws IOException {
		this.directory = this.directory.toRealPath();
		this.first = Files.createDirectories(this.directory.resolve("releases/1"));
		this.second = Files.createDirectories(this.directory.resolve("releases/2"));
		this.current = Files.createSymbolicLink(this.directory.resolve("current"), this.first);
	}

	@Test
	void linkThatWasSwitchedLeadsToTheNewDirectory() throws IOException {
		LaunchDirectory named = new LaunchDirectory(this.current, this.first);
		assertThat(named.applyTo(LAUNCH).workingDirectory()).isNull();
		Files.delete(this.current);
		Files.createSymbolicLink(this.current, this.second);
		assertThat(named.applyTo(LAUNCH).workingDirectory()).isEqualTo(this.second);
	}

	@Test
	void linkThatWasSwitchedBeforeTheOldDirectoryWasRemovedLeadsToTheNewOne() throws IOException {
		LaunchDirectory named = new LaunchDirectory(this.current, this.first);
		Files.delete(this.current);
		Files.createSymbolicLink(this.current, this.second);
		Files.delete(this.first);
		assertThat(named.applyTo(LAUNCH).workingDirectory()).isEqualTo(this.current);
	}

	@Test
	void directoryThatWasReplacedIsTheNewOne() throws IOException {
		Path moved = this.directory.resolve("moved");
		Files.move(this.first, moved);
		Files.createDirectory(this.first);
		assertThat(new LaunchDirectory(this.first, moved).applyTo(LAUNCH).workingDirectory()).isEqualTo(this.first);
	}

	@Test
	void nameThatLeadsNowhereChangesNothing() throws IOException {
		Files.delete(this.current);
		assertThat(new LaunchDirectory(this.current, this.first).applyTo(LAUNCH)).isEqualTo(LAUNCH);
	}

	@Test
	void directoryOfTheLaunchStays() throws IOException {
		WorkerLaunch elsewhere = LAUNCH.withWorkingDirectory(this.directory);
		assertThat(new LaunchDirectory(this.second, this.first).applyTo(elsewhere)).isEqualTo(elsewhere);
	}

	@Test
	void nameOfTheShellCountsOnlyIfItIsTheDirectoryOfTheProcess() throws IOException {
		Path own = Path.of("").toAbsolutePath();
		Path link = Files.createSymbolicLink(this.directory.resolve("own"), own);
		assertThat(LaunchDirectory.ofThisProcess(link.toString()).named()).isEqualTo(link);
		assertThat(LaunchDirectory.ofThisProcess(this.first.toString()).named()).isEqualTo(own);
		assertThat(LaunchDirectory.ofThisProcess("/no/such/directory").named()).isEqualTo(own);
		assertThat(LaunchDirectory.ofThisProcess("relative").named()).isEqualTo(own);
		assertThat(LaunchDirectory.ofThisProcess(null).named()).isEqualTo(own);
	}

}
