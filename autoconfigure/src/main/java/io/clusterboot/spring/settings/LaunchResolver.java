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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.launch.WorkerProgram;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.command.DebuggerWait;
import io.clusterboot.process.command.JavaCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.ClassUtils;

/**
 * Resolves the launch of a worker: that of the master, with the changes that the user
 * set.
 *
 * @param workers the number of slots
 * @param properties what the user set
 * @param machine what the workers share
 * @param classLoader the application's class loader
 */
record LaunchResolver(int workers, WorkerProperties properties, Machine machine, ClassLoader classLoader) {

	private static final String DEBUG_SLOT = "cluster.worker.debug-slot";

	/**
	 * Options for archives of classes. The master's archive belongs to the files that the
	 * master runs from, and workers run from other ones.
	 */
	private static final List<String> ARCHIVES = List.of("-XX:SharedArchiveFile=", "-XX:ArchiveClassesAtExit=",
			"-XX:+AutoCreateSharedArchive", "-XX:DumpLoadedClassList=", "-XX:AOTCache=", "-XX:AOTCacheOutput=",
			"-XX:AOTMode=", "-XX:AOTConfiguration=", "-Xshare:auto");

	/**
	 * Resolve the launch from the command line and the environment of the master.
	 * @throws InvalidConfigurationPropertyValueException if a value can't be used
	 */
	Resolved resolve(JavaCommand command, Map<String, String> environment) {
		Map<String, String> workerEnvironment = JavaCommand.replaceOptions(environment, this::inherited);
		workerEnvironment.putAll(this.properties.getEnvironment());
		JavaCommand own = own(command.replaceVmOptions(this::inherited)).appendVmOptions(this.properties.getJvmArgs());
		if (this.properties.getCommand().isEmpty()
				&& new WorkerHeap(own, workerEnvironment).isShare(this.properties.getMaxHeap())) {
			this.machine.requireRoomFor(this.workers);
		}
		WorkerVmOptions options = new WorkerVmOptions(this.workers, this.properties, this.machine);
		List<String> added = options.missingIn(own, workerEnvironment);
		JavaCommand sharing = own.prependVmOptions(added);
		Path directory = directory(this.properties.getWorkingDirectory());
		WorkerLaunch launch = new WorkerLaunch(sharing, workerEnvironment, directory)
			.withProgram(new WorkerProgram.Jvm(sharing).withDefaults(NativeHeap.variables(workerEnvironment)));
		return new Resolved(debugged(new WorkerCommands(launch, this.workers).apply(this.properties)),
				notes(added, sharing, workerEnvironment, directory)
					.withWarnings(options.overruledBy(own, workerEnvironment)));
	}

	/**
	 * Return the heap that the user set for each worker, empty if it is a share of that
	 * of one JVM.
	 */
	OptionalLong heapOfEach(JavaCommand command, Map<String, String> environment) {
		JavaCommand worker = command.replaceVmOptions(this::inherited).appendVmOptions(this.properties.getJvmArgs());
		return new WorkerHeap(worker, JavaCommand.replaceOptions(environment, this::inherited))
			.asked(this.properties.getMaxHeap());
	}

	private LaunchNotes notes(List<String> added, JavaCommand command, Map<String, String> environment,
			@Nullable Path directory) {
		if (!this.properties.getCommand().isEmpty()) {
			return new LaunchNotes(Optional.empty(), Optional.empty(), List.of(), List.of());
		}
		return LaunchNotes.of(this.workers, added, command, environment, this.machine,
				new SharedFiles((directory != null) ? directory : CurrentProcess.get().cwd()));
	}

	/**
	 * Return what an option of the master becomes in a worker, empty if it is left out.
	 */
	private Optional<String> inherited(String option) {
		boolean excluded = Stream.concat(this.properties.getExcludedJvmArgs().stream(), ARCHIVES.stream())
			.anyMatch(option::startsWith);
		return excluded ? Optional.empty() : new RamShare(this.workers).divide(option);
	}

	private WorkerLaunch debugged(WorkerLaunch launch) {
		Integer slot = this.properties.getDebugSlot();
		if (slot == null) {
			return launch;
		}
		if (slot < 0 || slot >= this.workers) {
			throw new InvalidConfigurationPropertyValueException(DEBUG_SLOT, slot,
					"Expected a slot from 0 to %d.".formatted(this.workers - 1));
		}
		if (!(launch.programOf(slot) instanceof WorkerProgram.Jvm jvm)
				|| !jvm.command().hasDebugAgent(launch.environment())) {
			throw new InvalidConfigurationPropertyValueException(DEBUG_SLOT, slot,
					"Expected a slot whose JVM options have a debug agent, such as "
							+ "'-agentlib:jdwp=transport=dt_socket,server=y,address=5005'; there is none.");
		}
		return launch.withProgram(slot, jvm.with(DebuggerWait.UNTIL_ATTACHED));
	}

	private JavaCommand own(JavaCommand command) {
		JavaCommand own = (this.properties.getWorkingDirectory() != null)
				? command.inDirectory(CurrentProcess.get().cwd()) : command;
		if (this.properties.getJava() != null) {
			own = own.withJava(executable(this.properties.getJava()));
		}
		if (this.properties.getMainClass() != null) {
			own = own.withMainClass(present(this.properties.getMainClass()));
		}
		if (this.properties.getArguments() != null) {
			own = own.withArguments(this.properties.getArguments());
		}
		return own;
	}

	private static Path executable(Path java) {
		if (!Files.isRegularFile(java) || !Files.isExecutable(java)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.java", java,
					"Expected the path of a java executable; this is no file that can be executed.");
		}
		return java;
	}

	private String present(String mainClass) {
		if (!ClassUtils.isPresent(mainClass, this.classLoader)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.main-class", mainClass,
					"Expected the fully qualified name of a class on the class path; there is none of this name.");
		}
		return mainClass;
	}

	private static @Nullable Path directory(@Nullable Path directory) {
		if (directory != null && !Files.isDirectory(directory)) {
			throw new InvalidConfigurationPropertyValueException("cluster.worker.working-directory", directory,
					"Expected a directory.");
		}
		return directory;
	}

	/**
	 * The result.
	 *
	 * @param launch how a worker is started
	 * @param notes what the user should know of it
	 */
	record Resolved(WorkerLaunch launch, LaunchNotes notes) {

	}

}
