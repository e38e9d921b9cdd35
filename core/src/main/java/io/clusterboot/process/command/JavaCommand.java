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

package io.clusterboot.process.command;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The command line of a JVM, as a value: taken from this process, changed, and rendered
 * to start another one like it.
 * <p>
 * An instance is immutable and may be used from any thread. {@code @argfiles} are read
 * when the command is parsed, since they may be deleted later; relative paths stay
 * relative, so they are valid only in the same working directory. Strings are UTF-8
 * whatever the locale of this JVM, and a byte that is not UTF-8 is kept as a lone
 * surrogate, from which a child process gets the same byte again.
 * <p>
 * Options that come from the environment ({@code JAVA_TOOL_OPTIONS},
 * {@code JDK_JAVA_OPTIONS}, {@code _JAVA_OPTIONS}) are not part of the command: a child
 * inherits them with the environment. The grammar is that of the {@code java} launcher of
 * JDK 17 and later.
 *
 * @param java the {@code java} executable
 * @param vmOptions the options before the launch target, with separate values (as in
 * {@code -cp x}) as elements of their own
 * @param target the launch target
 * @param arguments the arguments of the application
 */
public record JavaCommand(Path java, List<String> vmOptions, LaunchTarget target, List<String> arguments) {

	/**
	 * Create a command.
	 */
	public JavaCommand {
		vmOptions = List.copyOf(vmOptions);
		arguments = List.copyOf(arguments);
	}

	/**
	 * Return the command that started this process.
	 * @throws IllegalStateException if this JVM was not started by a {@code java} command
	 * (but by a custom native launcher, for example), or the system does not report it
	 * @throws IllegalArgumentException if it runs a source file
	 */
	public static JavaCommand ofThisProcess() {
		return RunningCommand.read();
	}

	/**
	 * Parse a command line by the rules of the {@code java} launcher.
	 * @param java the {@code java} executable
	 * @param arguments everything after it
	 * @throws IllegalArgumentException if nothing is launched, or a source file
	 * @throws UncheckedIOException if an {@code @argfile} cannot be read
	 */
	public static JavaCommand parse(Path java, List<String> arguments) {
		return JavaCommandParser.parse(java, arguments);
	}

	/**
	 * Return this command with another executable.
	 * @param java the {@code java} executable
	 */
	public JavaCommand withJava(Path java) {
		return new JavaCommand(java, this.vmOptions, this.target, this.arguments);
	}

	/**
	 * Return this command with other VM options in place of its own, the class path among
	 * them.
	 * @param vmOptions the options
	 */
	public JavaCommand withVmOptions(List<String> vmOptions) {
		return new JavaCommand(this.java, vmOptions, this.target, this.arguments);
	}

	/**
	 * Return this command with more VM options before its own, which take precedence.
	 * @param vmOptions the options to add
	 */
	public JavaCommand prependVmOptions(List<String> vmOptions) {
		return withVmOptions(Stream.concat(vmOptions.stream(), this.vmOptions.stream()).toList());
	}

	/**
	 * Return this command with more VM options after its own, which the new ones
	 * override.
	 * @param vmOptions the options to add
	 */
	public JavaCommand appendVmOptions(List<String> vmOptions) {
		return withVmOptions(Stream.concat(this.vmOptions.stream(), vmOptions.stream()).toList());
	}

	/**
	 * Return this command with another main class. An executable jar becomes a class
	 * path, with the packages its manifest opens; one that was made by Spring Boot is
	 * launched through its {@code PropertiesLauncher}.
	 * @param mainClass the name of the class
	 * @throws UncheckedIOException if the jar cannot be read
	 */
	public JavaCommand withMainClass(String mainClass) {
		if (this.target instanceof LaunchTarget.Module module) {
			return withTarget(this.vmOptions, module.withMainClass(mainClass));
		}
		List<String> options = new ArrayList<>(this.vmOptions);
		boolean boot = this.target instanceof LaunchTarget.MainClass main && BootLauncher.isLauncher(main.name());
		if (this.target instanceof LaunchTarget.Jar jar) {
			JarAttributes attributes = JarAttributes.of(jar);
			boot = attributes.mainClass().filter(BootLauncher::isLauncher).isPresent();
			if (!boot) {
				options.addAll(attributes.moduleOptions());
			}
			options.addAll(List.of("-cp", jar.path()));
		}
		return boot ? withTarget(BootLauncher.withMainClass(options, mainClass), BootLauncher.TARGET)
				: withTarget(options, new LaunchTarget.MainClass(mainClass));
	}

	private JavaCommand withTarget(List<String> vmOptions, LaunchTarget target) {
		return new JavaCommand(this.java, vmOptions, target, this.arguments);
	}

	/**
	 * Return the class whose {@code main} method is called.
	 * @return the name of the class, empty for a module that does not name it and a jar
	 * without one
	 * @throws UncheckedIOException if the jar cannot be read
	 */
	public Optional<String> mainClass() {
		if (this.target instanceof LaunchTarget.Jar jar) {
			return JarAttributes.of(jar).mainClass();
		}
		String name = (this.target instanceof LaunchTarget.MainClass main) ? main.name()
				: ((LaunchTarget.Module) this.target).mainClass();
		return name.isEmpty() ? Optional.empty() : Optional.of(name);
	}

	/**
	 * Return this command with other arguments for the application.
	 * @param arguments the arguments
	 */
	public JavaCommand withArguments(List<String> arguments) {
		return new JavaCommand(this.java, this.vmOptions, this.target, arguments);
	}

	/**
	 * Return this command with absolute paths, so that it works in any working directory:
	 * the jar, the class path and the module path.
	 * @param directory the directory that relative paths are resolved against
	 */
	public JavaCommand inDirectory(Path directory) {
		return withPaths(PathOptions.ALL, (path) -> absolute(directory, path));
	}

	/**
	 * Return the files and directories that contain the code: the jar or else the class
	 * path, and the module paths. An element may be empty or end in {@code /*}.
	 * @return the paths as they were given, possibly relative
	 */
	public List<String> paths() {
		List<String> paths = new ArrayList<>();
		withPaths((path) -> {
			paths.add(path);
			return path;
		});
		return paths;
	}

	/**
	 * Return this command with its {@link #paths() paths} replaced.
	 * @param replacement maps a path to its replacement
	 */
	public JavaCommand withPaths(UnaryOperator<String> replacement) {
		// A class path beside a jar is ignored
		return withPaths((this.target instanceof LaunchTarget.Jar) ? PathOptions.MODULES : PathOptions.ALL,
				replacement);
	}

	private JavaCommand withPaths(PathOptions options, UnaryOperator<String> replacement) {
		LaunchTarget replaced = (this.target instanceof LaunchTarget.Jar jar)
				? new LaunchTarget.Jar(replacement.apply(jar.path())) : this.target;
		return withTarget(options.replaceEach(this.vmOptions, replacement), replaced);
	}

	/**
	 * Return this command with an explicit class path option if the {@code java} command
	 * would use the environment or the working directory as its class path.
	 * @param environment the environment the command will have
	 * @return a new command, or this one if it launches no class or has the option
	 */
	public JavaCommand withClassPathOption(Map<String, String> environment) {
		if (!(this.target instanceof LaunchTarget.MainClass) || PathOptions.CLASSES.isIn(this.vmOptions)) {
			return this;
		}
		return prependVmOptions(List.of("-cp", environment.getOrDefault("CLASSPATH", "")));
	}

	private static String absolute(Path directory, String path) {
		// As a string, since this JVM with its locale may not be able to read the path
		return path.startsWith("/") ? path : path.isEmpty() ? directory.toString() : directory + "/" + path;
	}

	/**
	 * Return this command for the worker in a slot: the ports that a debugger (JDWP) or
	 * JMX listens on move by slot + 1, or a multiple of that if several are near each
	 * other. Port 0 stays; a debug agent that connects to a debugger instead of listening
	 * ({@code server=n}, as started by an IDE) is removed. The JVM does not wait for a
	 * debugger.
	 * @param slot the slot, from 0, or another number that no process beside it has
	 * @throws PortOutOfRangeException if a port would be greater than 65535
	 */
	public JavaCommand forSlot(int slot) {
		return forSlot(slot, DebuggerWait.NONE);
	}

	/**
	 * Return this command as {@link #forSlot(int)} does, for a JVM that may wait for a
	 * debugger.
	 * @param slot the slot, from 0, or another number that no process beside it has
	 * @param wait whether the JVM waits for a debugger
	 * @throws PortOutOfRangeException if a port would be greater than 65535
	 */
	public JavaCommand forSlot(int slot, DebuggerWait wait) {
		return withVmOptions(SlotPorts.of(slot, wait, this.vmOptions.stream()).move(this.vmOptions));
	}

	/**
	 * Return an environment for the worker in a slot: applies
	 * {@link #forSlot(int, DebuggerWait)} to the variables that a JVM reads options from.
	 * @param environment the environment
	 * @param slot the slot, from 0, or another number that no process beside it has
	 * @param wait whether the JVM waits for a debugger
	 * @return a new map
	 * @throws PortOutOfRangeException if a port would be greater than 65535
	 */
	public static Map<String, String> environmentForSlot(Map<String, String> environment, int slot, DebuggerWait wait) {
		return replaceOptions(environment, SlotPorts.of(slot, wait, environment)::move);
	}

	/**
	 * Return this command with other VM options, one by one. An option whose value is an
	 * element of its own has to stay.
	 * @param replacement returns what an option becomes, empty to leave it out
	 */
	public JavaCommand replaceVmOptions(Function<String, Optional<String>> replacement) {
		return withVmOptions(this.vmOptions.stream().map(replacement).flatMap(Optional::stream).toList());
	}

	/**
	 * Return an environment with other options in the variables that a JVM reads options
	 * from.
	 * @param environment the environment
	 * @param replacement returns what an option becomes, empty to leave it out
	 * @return a new map
	 */
	public static Map<String, String> replaceOptions(Map<String, String> environment,
			Function<String, Optional<String>> replacement) {
		Map<String, String> replaced = new HashMap<>(environment);
		OptionsVariable.NAMES.forEach((name) -> replaced.computeIfPresent(name,
				(key, value) -> new OptionsVariable(value).replaceEach(replacement)));
		return replaced;
	}

	/**
	 * Return whether the JVM gets a certain option.
	 * @param start how the option starts
	 * @param environment the environment the command will have
	 * @return whether the command or the environment has such an option
	 */
	public boolean hasVmOption(String start, Map<String, String> environment) {
		return options(environment).anyMatch((option) -> option.startsWith(start));
	}

	/**
	 * Return whether a debugger can suspend the JVM, which then does not respond although
	 * it is healthy.
	 * @param environment the environment the command will have
	 * @return whether the command or the environment has a debug agent (JDWP)
	 */
	public boolean hasDebugAgent(Map<String, String> environment) {
		return options(environment).anyMatch(SlotPorts::isDebugAgent);
	}

	/**
	 * Return the ports that a debugger or JMX listens on.
	 * @param environment the environment the command will have
	 * @return a description of each, such as {@code debugger port 5006}
	 */
	public List<String> ports(Map<String, String> environment) {
		return options(environment).map(SlotPorts::describe).flatMap(Optional::stream).distinct().toList();
	}

	/**
	 * Return all options of the JVM in the order in which they are read: a later one
	 * overrides an earlier one.
	 * @param environment the environment the command will have
	 * @return the options of the environment and of the command
	 */
	public Stream<String> options(Map<String, String> environment) {
		return Stream
			.of(OptionsVariable.before(environment), this.vmOptions.stream(), OptionsVariable.after(environment))
			.flatMap(Function.identity());
	}

	/**
	 * Return the value that an option has in the end.
	 * @param start how the option starts, up to its value
	 * @param environment the environment the command will have
	 * @return the value, empty if the JVM does not get the option
	 */
	public Optional<String> lastValueOf(String start, Map<String, String> environment) {
		return options(environment).filter((option) -> option.startsWith(start))
			.reduce((first, last) -> last)
			.map((option) -> option.substring(start.length()));
	}

	/**
	 * Return the words of this command line.
	 * @return the executable, the VM options, the target and the arguments
	 */
	public List<String> toCommandLine() {
		return Stream
			.of(List.of(OsString.of(this.java).toString()), this.vmOptions, this.target.toArguments(), this.arguments)
			.flatMap(List::stream)
			.toList();
	}

}
