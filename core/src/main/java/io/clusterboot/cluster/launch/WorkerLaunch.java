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

import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.clusterboot.process.SpawnOptions;
import io.clusterboot.process.Stdio;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import io.clusterboot.process.command.PortOutOfRangeException;
import org.jspecify.annotations.Nullable;

/**
 * The launch of a worker: the settings of Node's {@code setupPrimary}, and the
 * environment. An instance is immutable, and may be used from any thread.
 *
 * @param program the program of workers
 * @param slotPrograms the programs of slots that run another one, by the slot
 * @param environment the whole environment of the worker, except the variables of its
 * channel and its id
 * @param workingDirectory the working directory, {@code null} for the master's
 * @param stdio the descriptors other than the channel and the scoreboard; by default a
 * worker has no input, and its outputs are forwarded to the master's, line by line
 * @param uid the user it runs as, empty for the master's
 * @param gid the group it runs as, empty for the master's
 * @see io.clusterboot.cluster.master.ClusterMaster#setUp
 */
public record WorkerLaunch(WorkerProgram program, Map<Integer, WorkerProgram> slotPrograms,
		Map<String, String> environment, @Nullable Path workingDirectory, Map<Integer, Stdio> stdio, OptionalInt uid,
		OptionalInt gid) {

	/**
	 * The number of the channel's descriptor.
	 */
	public static final int FIRST_RESERVED = 3;

	/**
	 * The number of the scoreboard's descriptor in the worker.
	 */
	public static final int LAST_RESERVED = 4;

	/**
	 * Check the values.
	 */
	public WorkerLaunch {
		slotPrograms = Map.copyOf(slotPrograms);
		environment = Map.copyOf(environment);
		stdio = Map.copyOf(stdio);
		stdio.forEach(WorkerLaunch::checkStdio);
	}

	/**
	 * Create a new instance for workers that are JVMs, with the default descriptors and
	 * the user of the master.
	 * @param command the command line
	 * @param environment the whole environment of the worker
	 * @param workingDirectory the working directory, or {@code null} for the master's
	 */
	public WorkerLaunch(JavaCommand command, Map<String, String> environment, @Nullable Path workingDirectory) {
		this(new WorkerProgram.Jvm(command), Map.of(), environment, workingDirectory, Map.of(), OptionalInt.empty(),
				OptionalInt.empty());
	}

	/**
	 * Return the launch of workers like this process, with its command line, environment
	 * and directory.
	 * @return the launch
	 * @throws IllegalStateException if this process was not started by a {@code java}
	 * command
	 */
	public static WorkerLaunch ofThisProcess() {
		return new WorkerLaunch(JavaCommand.ofThisProcess(), SpawnOptions.defaults().environment(), null);
	}

	private static void checkStdio(int index, Stdio stdio) {
		if (index >= FIRST_RESERVED && index <= LAST_RESERVED) {
			throw new IllegalArgumentException("stdio: %d (expected: not 3 or 4, which a worker has)".formatted(index));
		}
		if (stdio instanceof Stdio.Pipe || stdio instanceof Stdio.Ipc) {
			throw new IllegalArgumentException(
					"stdio %d: %s (expected: neither a pipe nor a channel)".formatted(index, stdio));
		}
	}

	/**
	 * Return the program that the workers of a slot run.
	 * @param slot the slot
	 * @return the program
	 */
	public WorkerProgram programOf(int slot) {
		return this.slotPrograms.getOrDefault(slot, this.program);
	}

	/**
	 * Check that the debugger and JMX ports of all workers are in the range of ports,
	 * also those of a generation that replaces another, of which each worker has a port
	 * that differs from all others.
	 * @param slots the number of slots
	 * @throws PortOutOfRangeException if one is not
	 */
	public void requirePorts(int slots) {
		WorkerNumbers last = new WorkerNumbers(0, 0, 0, 2 * slots - 1);
		Stream.concat(Stream.of(this.program), this.slotPrograms.values().stream())
			.filter(WorkerProgram.Jvm.class::isInstance)
			.forEach((jvm) -> ((WorkerProgram.Jvm) jvm).ports(this.environment, last));
	}

	/**
	 * Return this launch with another program.
	 * @param program the program of slots that have none of their own
	 * @return a new launch
	 */
	public WorkerLaunch withProgram(WorkerProgram program) {
		return new WorkerLaunch(program, this.slotPrograms, this.environment, this.workingDirectory, this.stdio,
				this.uid, this.gid);
	}

	/**
	 * Return this launch with another program in one slot.
	 * @param slot the slot
	 * @param program the program of its workers
	 * @return a new launch
	 */
	public WorkerLaunch withProgram(int slot, WorkerProgram program) {
		Map<Integer, WorkerProgram> merged = new HashMap<>(this.slotPrograms);
		merged.put(slot, program);
		return new WorkerLaunch(this.program, merged, this.environment, this.workingDirectory, this.stdio, this.uid,
				this.gid);
	}

	/**
	 * Return this launch with another command line.
	 * @param command the command line
	 * @return a new launch
	 */
	public WorkerLaunch withCommand(JavaCommand command) {
		return withProgram((this.program instanceof WorkerProgram.Jvm jvm) ? jvm.with((former) -> command)
				: new WorkerProgram.Jvm(command));
	}

	/**
	 * Return this launch with a changed command line.
	 * @param change the change
	 * @return a new launch
	 * @throws IllegalStateException if workers run another program than a JVM
	 */
	public WorkerLaunch withCommand(UnaryOperator<JavaCommand> change) {
		if (this.program instanceof WorkerProgram.Jvm jvm) {
			return withProgram(jvm.with(change));
		}
		throw new IllegalStateException("program: %s (expected: a JVM)".formatted(this.program));
	}

	/**
	 * Return the command lines of those workers that are JVMs.
	 * @return the command line of each program
	 */
	public List<JavaCommand> javaCommands() {
		return Stream.concat(Stream.of(this.program), this.slotPrograms.values().stream())
			.filter(WorkerProgram.Jvm.class::isInstance)
			.map((jvm) -> ((WorkerProgram.Jvm) jvm).command())
			.toList();
	}

	/**
	 * Return this launch with other command lines for all workers that are JVMs.
	 * @param change the change
	 * @return a new launch
	 */
	public WorkerLaunch withJavaCommands(UnaryOperator<JavaCommand> change) {
		Map<Integer, WorkerProgram> changed = new HashMap<>(this.slotPrograms);
		changed.replaceAll((slot, program) -> changed(program, change));
		return new WorkerLaunch(changed(this.program, change), changed, this.environment, this.workingDirectory,
				this.stdio, this.uid, this.gid);
	}

	private static WorkerProgram changed(WorkerProgram program, UnaryOperator<JavaCommand> change) {
		return (program instanceof WorkerProgram.Jvm jvm) ? jvm.with(change) : program;
	}

	/**
	 * Return this launch with another main class. Node's {@code exec}.
	 * @param mainClass the name of the class
	 * @return a new launch
	 */
	public WorkerLaunch withMainClass(String mainClass) {
		return withCommand((command) -> command.withMainClass(mainClass));
	}

	/**
	 * Return this launch with a jar. Node's {@code exec}.
	 * @param jar the jar
	 * @return a new launch
	 */
	public WorkerLaunch withJar(Path jar) {
		return withCommand((command) -> new JavaCommand(command.java(), command.vmOptions(),
				new LaunchTarget.Jar(jar.toString()), command.arguments()));
	}

	/**
	 * Return this launch with other arguments for the application. Node's {@code args}.
	 * @param arguments the arguments
	 * @return a new launch
	 */
	public WorkerLaunch withArguments(List<String> arguments) {
		return withCommand((command) -> command.withArguments(arguments));
	}

	/**
	 * Return this launch with other options for the JVM in place of its own, the class
	 * path among them. Node's {@code execArgv}.
	 * @param vmOptions the options
	 * @return a new launch
	 */
	public WorkerLaunch withVmOptions(List<String> vmOptions) {
		return withCommand((command) -> command.withVmOptions(vmOptions));
	}

	/**
	 * Return this launch with more options for the JVM after its own, which the new ones
	 * override.
	 * @param vmOptions the options to add
	 * @return a new launch
	 */
	public WorkerLaunch appendVmOptions(List<String> vmOptions) {
		return withCommand((command) -> command.appendVmOptions(vmOptions));
	}

	/**
	 * Return this launch with another environment.
	 * @param environment the whole environment
	 * @return a new launch
	 */
	public WorkerLaunch withEnvironment(Map<String, String> environment) {
		return new WorkerLaunch(this.program, this.slotPrograms, environment, this.workingDirectory, this.stdio,
				this.uid, this.gid);
	}

	/**
	 * Return this launch with additions to the environment.
	 * @param variables the variables to add or to replace
	 * @return a new launch
	 */
	public WorkerLaunch withVariables(Map<String, String> variables) {
		Map<String, String> merged = new HashMap<>(this.environment);
		merged.putAll(variables);
		return withEnvironment(merged);
	}

	/**
	 * Return this launch with another working directory, in which relative paths of the
	 * command may mean something else. Node's {@code cwd}.
	 * @param directory the directory
	 * @return a new launch
	 */
	public WorkerLaunch withWorkingDirectory(Path directory) {
		return new WorkerLaunch(this.program, this.slotPrograms, this.environment, directory, this.stdio, this.uid,
				this.gid);
	}

	/**
	 * Return this launch for workers whose outputs are not forwarded to the master's. The
	 * master still keeps their last lines. Node's {@code silent}.
	 * @return a new launch
	 */
	public WorkerLaunch silent() {
		return withStdio(1, Stdio.pipeTo(OutputStream.nullOutputStream())).withStdio(2,
				Stdio.pipeTo(OutputStream.nullOutputStream()));
	}

	/**
	 * Return this launch with another descriptor. Node's {@code stdio}. The last lines of
	 * a worker are taken only from outputs that are
	 * {@linkplain Stdio#pipeTo(OutputStream) forwarded}.
	 * @param index the number in the worker; 3 and 4 are taken
	 * @param stdio the descriptor; not a pipe or a channel, whose other end the master
	 * has
	 * @return a new launch
	 */
	public WorkerLaunch withStdio(int index, Stdio stdio) {
		Map<Integer, Stdio> merged = new HashMap<>(this.stdio);
		merged.put(index, stdio);
		return new WorkerLaunch(this.program, this.slotPrograms, this.environment, this.workingDirectory, merged,
				this.uid, this.gid);
	}

	/**
	 * Return this launch for workers of another user. It needs {@code setpriv}, and the
	 * permission to change the user and group.
	 * @param uid the number of the user
	 * @return a new launch
	 */
	public WorkerLaunch withUid(int uid) {
		return new WorkerLaunch(this.program, this.slotPrograms, this.environment, this.workingDirectory, this.stdio,
				OptionalInt.of(uid), this.gid);
	}

	/**
	 * Return this launch for workers of another group. It needs {@code setpriv}, and the
	 * permission to change the user and group.
	 * @param gid the number of the group
	 * @return a new launch
	 */
	public WorkerLaunch withGid(int gid) {
		return new WorkerLaunch(this.program, this.slotPrograms, this.environment, this.workingDirectory, this.stdio,
				this.uid, OptionalInt.of(gid));
	}

	/**
	 * Return the options to spawn a worker of this launch.
	 * @param options the options for settings that this launch does not have
	 * @return the options
	 */
	public SpawnOptions applyTo(SpawnOptions options) {
		SpawnOptions applied = options;
		for (Map.Entry<Integer, Stdio> entry : this.stdio.entrySet()) {
			applied = applied.withStdio(entry.getKey(), entry.getValue());
		}
		if (this.workingDirectory != null) {
			applied = applied.withWorkingDirectory(this.workingDirectory);
		}
		if (this.uid.isPresent()) {
			applied = applied.withUid(this.uid.getAsInt());
		}
		return this.gid.isPresent() ? applied.withGid(this.gid.getAsInt()) : applied;
	}

}
