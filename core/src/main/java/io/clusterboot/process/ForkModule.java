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

package io.clusterboot.process;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.clusterboot.ipc.Peer;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import io.clusterboot.process.command.OsString;

/**
 * The program of a forked process.
 */
public final class ForkModule {

	private static final List<String> CLASS_PATH_OPTIONS = List.of("-cp", "-classpath", "--class-path");

	private static final List<String> SCRIPTS = List.of(".js", ".mjs", ".cjs");

	private static final int MAX_PORT_OFFSET = 1000;

	private static final AtomicInteger forks = new AtomicInteger();

	private final Kind kind;

	private final String name;

	private ForkModule(Kind kind, String name) {
		this.kind = kind;
		this.name = name;
	}

	/**
	 * Return a class.
	 * @param mainClass a class with a {@code main} method
	 * @return the module
	 */
	public static ForkModule of(Class<?> mainClass) {
		return ofClass(mainClass.getName());
	}

	/**
	 * Return a class on the class path of this JVM.
	 * @param mainClass the name of a class with a {@code main} method
	 * @return the module
	 */
	public static ForkModule ofClass(String mainClass) {
		SpawnChecks.text("main class", mainClass);
		return new ForkModule(Kind.CLASS, mainClass);
	}

	/**
	 * Return a file: a jar is run by {@code java}, and a script by {@code node}.
	 * @param file a {@code .jar}, or a {@code .js}, {@code .mjs} or {@code .cjs} file; or
	 * anything, if the options name what runs it
	 * @return the module
	 */
	public static ForkModule of(Path file) {
		String name = file.toString();
		if (name.endsWith(".jar")) {
			return new ForkModule(Kind.JAR, name);
		}
		return new ForkModule(SCRIPTS.stream().anyMatch(name::endsWith) ? Kind.SCRIPT : Kind.OTHER, name);
	}

	/**
	 * Return the kind of child that runs this: a JVM with this library, or a process that
	 * follows Node's rules.
	 */
	Peer peer() {
		return (this.kind == Kind.CLASS || this.kind == Kind.JAR) ? Peer.JVM : Peer.NODE;
	}

	List<String> command(List<String> arguments, ForkOptions options) {
		return switch (this.kind) {
			case CLASS, JAR -> javaCommand(arguments, options).toCommandLine();
			case SCRIPT -> command(options.execPath().orElse(Path.of("node")), arguments, options);
			case OTHER -> command(
					options.execPath()
						.orElseThrow(() -> new IllegalArgumentException("module: " + this.name
								+ " (expected: .jar, .js, .mjs, .cjs, or an execPath that runs it)")),
					arguments, options);
		};
	}

	private List<String> command(Path execPath, List<String> arguments, ForkOptions options) {
		return Stream
			.of(List.of(OsString.of(execPath).toString()), options.execArgv().orElse(List.of()), List.of(this.name),
					arguments)
			.flatMap(List::stream)
			.toList();
	}

	private JavaCommand javaCommand(List<String> arguments, ForkOptions options) {
		JavaCommand command = options.execArgv().map(this::javaCommand).orElseGet(this::javaCommand);
		if (this.kind == Kind.JAR) {
			command = new JavaCommand(command.java(), command.vmOptions(), new LaunchTarget.Jar(this.name), List.of());
		}
		Optional<Path> execPath = options.execPath();
		return (execPath.isPresent() ? command.withJava(execPath.get()) : command).withArguments(arguments);
	}

	private JavaCommand javaCommand(List<String> execArgv) {
		Path java = Path.of(System.getProperty("java.home"), "bin", "java");
		JavaCommand command = new JavaCommand(java, execArgv, new LaunchTarget.MainClass(this.name), List.of());
		boolean hasClassPath = execArgv.stream()
			.anyMatch((option) -> CLASS_PATH_OPTIONS.contains(option) || option.startsWith("--class-path="));
		return (hasClassPath || this.kind == Kind.JAR) ? command
				: command.appendVmOptions(List.of("-cp", System.getProperty("java.class.path")));
	}

	/**
	 * The command of this JVM, with other ports for a debugger.
	 */
	private JavaCommand javaCommand() {
		JavaCommand command = JavaCommand.ofThisProcess().forSlot(forks.getAndIncrement() % MAX_PORT_OFFSET);
		return (this.kind == Kind.CLASS) ? command.withMainClass(this.name) : command;
	}

	@Override
	public String toString() {
		return this.name;
	}

	private enum Kind {

		CLASS, JAR, SCRIPT, OTHER

	}

}
