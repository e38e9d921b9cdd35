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

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.CurrentProcess;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The programs that workers run in place of the application, checked.
 *
 * @param launch how a worker is started that runs the application
 * @param workers the number of slots
 */
record WorkerCommands(WorkerLaunch launch, int workers) {

	private static final String KEY = "cluster.worker.command";

	/**
	 * Return the launch with the programs that the user set.
	 * @throws InvalidConfigurationPropertyValueException if one can't be used
	 */
	WorkerLaunch apply(WorkerProperties properties) {
		WorkerLaunch applied = properties.getCommand().isEmpty() ? this.launch
				: this.launch.withProgram(program(KEY, properties.getCommand()));
		for (Map.Entry<Integer, WorkerSlotProperties> entry : properties.getSlots().entrySet()) {
			int slot = entry.getKey();
			String key = "cluster.worker.slots[%d].command".formatted(slot);
			List<String> command = entry.getValue().getCommand();
			if (slot < 0 || slot >= this.workers) {
				throw new InvalidConfigurationPropertyValueException(key, command,
						"Expected a slot from 0 to %d, as there are %d workers.".formatted(this.workers - 1,
								this.workers));
			}
			applied = applied.withProgram(slot, program(key, command));
		}
		return applied;
	}

	private WorkerProgram program(String key, List<String> command) {
		if (command.isEmpty() || command.get(0).isBlank()) {
			throw new InvalidConfigurationPropertyValueException(key, command,
					"Expected a program and its arguments, such as 'node, server.js'.");
		}
		if (!isExecutable(command.get(0))) {
			throw new InvalidConfigurationPropertyValueException(key, command,
					"Expected a program that can be executed: the path of one, or the name of one on the PATH; '%s' is neither."
						.formatted(command.get(0)));
		}
		return new WorkerProgram.Command(command);
	}

	private boolean isExecutable(String program) {
		Path directory = Objects.requireNonNullElse(this.launch.workingDirectory(), CurrentProcess.get().cwd());
		Stream<String> folders = program.contains(File.separator) ? Stream.of("")
				: Stream.of(this.launch.environment().getOrDefault("PATH", "").split(File.pathSeparator));
		return folders.map((folder) -> directory.resolve(folder).resolve(program))
			.anyMatch((file) -> Files.isRegularFile(file) && Files.isExecutable(file));
	}

}
