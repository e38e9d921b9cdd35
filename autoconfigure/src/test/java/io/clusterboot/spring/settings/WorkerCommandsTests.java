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

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link WorkerCommands}.
 */
class WorkerCommandsTests {

	private static final JavaCommand JAVA = JavaCommand.parse(Path.of("java"), List.of("-jar", "app.jar"));

	@TempDir
	private Path directory;

	private final Map<String, String> properties = new LinkedHashMap<>();

	@BeforeEach
	void installNode() throws Exception {
		Path bin = Files.createDirectory(this.directory.resolve("bin"));
		Files.createFile(bin.resolve("node"),
				PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
		Files.createFile(bin.resolve("data"));
	}

	@Test
	void workersRunTheApplicationUnlessAProgramIsNamed() {
		assertThat(apply().programOf(0)).isEqualTo(new WorkerProgram.Jvm(JAVA));
	}

	@Test
	void allWorkersRunTheCommand() {
		this.properties.put("cluster.worker.command", "node, server.js");
		WorkerLaunch launch = apply();
		assertThat(launch.programOf(0)).isEqualTo(new WorkerProgram.Command(List.of("node", "server.js")));
		assertThat(launch.programOf(7)).isEqualTo(launch.programOf(0));
	}

	@Test
	void slotRunsACommandOfItsOwn() {
		this.properties.put("cluster.worker.slots[1].command", this.directory.resolve("bin/node") + ",server.js");
		WorkerLaunch launch = apply();
		assertThat(launch.programOf(0)).isEqualTo(new WorkerProgram.Jvm(JAVA));
		assertThat(launch.programOf(1).toCommandLine(new WorkerNumbers(1, 1, 0, 1))).endsWith("server.js").hasSize(2);
	}

	@Test
	void relativePathIsThatOfTheWorkingDirectory() {
		this.properties.put("cluster.worker.command", "bin/node");
		assertThat(apply().programOf(0)).isEqualTo(new WorkerProgram.Command(List.of("bin/node")));
	}

	@Test
	void wrongValuesNameKeyValueAndExpectation() {
		assertRefused("cluster.worker.command", " ,server.js", "Expected a program and its arguments");
		assertRefused("cluster.worker.command", "deno,server.js", "'deno' is neither");
		assertRefused("cluster.worker.command", "data", "'data' is neither");
		assertRefused("cluster.worker.command", "./node", "'./node' is neither");
		assertRefused("cluster.worker.slots[0].command", "", "Expected a program and its arguments");
		assertRefused("cluster.worker.slots[2].command", "node", "Expected a slot from 0 to 1");
		assertRefused("cluster.worker.slots[-1].command", "node", "Expected a slot from 0 to 1");
	}

	private void assertRefused(String key, String value, String reason) {
		this.properties.clear();
		this.properties.put(key, value);
		assertThatExceptionOfType(InvalidConfigurationPropertyValueException.class).as(key + "=" + value)
			.isThrownBy(this::apply)
			.satisfies((failure) -> {
				assertThat(failure.getName()).isEqualTo(key);
				assertThat(failure.getReason()).contains(reason);
			});
	}

	private WorkerLaunch apply() {
		ClusterProperties bound = new Binder(new MapConfigurationPropertySource(this.properties))
			.bindOrCreate("cluster", ClusterProperties.class);
		WorkerLaunch launch = new WorkerLaunch(JAVA, Map.of("PATH", "/nowhere:" + this.directory.resolve("bin")),
				this.directory);
		return new WorkerCommands(launch, 2).apply(bound.getWorker());
	}

}
