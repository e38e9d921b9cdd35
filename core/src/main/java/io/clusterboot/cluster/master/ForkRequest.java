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

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.clusterboot.cluster.launch.ConfigurationVersions;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerNumbers;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.CurrentProcess;
import org.jspecify.annotations.Nullable;

/**
 * The worker to fork.
 *
 * @param numbers its id, slot and generation
 * @param clusterSize the number of slots
 * @param configuration the configuration files as its generation knows them
 * @param environment variables in addition to those of the launch
 */
record ForkRequest(WorkerNumbers numbers, int clusterSize, WorkerLaunch launch, ConfigurationVersions configuration,
		Map<String, String> environment, int scoreboardRow) {

	private static final List<String> ARCHIVES = List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=");

	int workerId() {
		return this.numbers.workerId();
	}

	int slot() {
		return this.numbers.slot();
	}

	int generation() {
		return this.numbers.generation();
	}

	/**
	 * Return the program that the worker runs.
	 */
	WorkerProgram program() {
		return this.launch.programOf(slot());
	}

	/**
	 * Return this request for a worker that runs another program.
	 */
	ForkRequest withProgram(WorkerProgram program) {
		return new ForkRequest(this.numbers, this.clusterSize, this.launch.withProgram(slot(), program),
				this.configuration, this.environment, this.scoreboardRow);
	}

	/**
	 * Return the environment of the launch for this worker, as a mutable map.
	 */
	Map<String, String> environmentOfLaunch() {
		Map<String, String> common = this.launch.environment();
		return this.numbers
			.fill((program() instanceof WorkerProgram.Jvm jvm) ? jvm.environment(common, this.numbers) : common);
	}

	/**
	 * Return the ports that a debugger or JMX listens on, described.
	 */
	List<String> ports() {
		return (program() instanceof WorkerProgram.Jvm jvm) ? jvm.ports(this.launch.environment(), this.numbers)
				: List.of();
	}

	/**
	 * Return the archive of classes that the program is started with, {@code null} if it
	 * has none.
	 */
	@Nullable String image() {
		return (program() instanceof WorkerProgram.Jvm jvm) ? jvm.command()
			.vmOptions()
			.stream()
			.filter((option) -> ARCHIVES.stream().anyMatch(option::startsWith))
			.map((option) -> option.substring(option.indexOf('=') + 1))
			.findFirst()
			.orElse(null) : null;
	}

	/**
	 * Return whether the worker waits for a debugger, as long as the user likes.
	 */
	boolean waitsForDebugger() {
		return program() instanceof WorkerProgram.Jvm jvm && jvm.waitsForDebugger(this.launch.environment());
	}

	boolean hasDebugAgent() {
		return program() instanceof WorkerProgram.Jvm jvm && jvm.command().hasDebugAgent(this.launch.environment());
	}

	/**
	 * Return the working directory of the worker.
	 */
	Path directory() {
		Path directory = this.launch.workingDirectory();
		return (directory != null) ? directory : CurrentProcess.get().cwd();
	}

}
