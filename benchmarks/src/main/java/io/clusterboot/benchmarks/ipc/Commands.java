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

package io.clusterboot.benchmarks;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;

import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.CurrentProcess;
import io.clusterboot.process.ExecOptions;
import io.clusterboot.process.Execution;

/**
 * The command lines of the contestants, and the directory with what they need. A
 * contestant that is missing on this machine is reported once and left out.
 */
final class Commands implements Closeable {

	private static final List<String> FILES = List.of("parent.js", "child.js", "ping-pong.c");

	private static final int ROUND_TRIP_SIZE = 100;

	private static final Duration COMPILE_TIME = Duration.ofSeconds(30);

	private static final Duration GRACE = Duration.ofSeconds(60);

	private static final int NATIVE_ACCESS_VERSION = 24;

	private final Path directory;

	private final Set<Contestant> missing = EnumSet.noneOf(Contestant.class);

	private Commands(Path directory) {
		this.directory = directory;
	}

	static Commands prepare() throws IOException {
		Commands commands = new Commands(Files.createTempDirectory("clusterboot-benchmarks"));
		for (String file : FILES) {
			try (InputStream resource = Commands.class.getResourceAsStream(file)) {
				if (resource == null) {
					throw new IllegalStateException(file + " is not on the class path");
				}
				Files.copy(resource, commands.directory.resolve(file));
			}
		}
		commands.require(Contestant.NODE, List.of("node", "--version"));
		commands.require(Contestant.C,
				List.of("gcc", "-O2", "-o", commands.file("ping-pong"), commands.file("ping-pong.c")));
		return commands;
	}

	private void require(Contestant contestant, List<String> command) {
		try {
			run(command, COMPILE_TIME);
		}
		catch (RuntimeException ex) {
			this.missing.add(contestant);
			System.out.printf("**** Missing tool: %s. Nothing is compared with: %s ****%n", command.get(0), contestant);
		}
	}

	boolean isMissing(Contestant contestant) {
		return this.missing.contains(contestant);
	}

	/**
	 * Run one trial.
	 */
	Measurement run(Contestant contestant, Row row, Plan plan) {
		boolean jvm = contestant == Contestant.OURS || contestant == Contestant.JUNIXSOCKET;
		Duration warmUpTime = (jvm && row.scenario() != Scenario.FORKS) ? plan.jvmWarmUp() : plan.warmUp();
		String warmUp = Long.toString(warmUpTime.toMillis());
		String measured = Long.toString(plan.measured().toMillis());
		List<String> trial = List.of(row.scenario().toString(), Integer.toString(row.value()), warmUp, measured);
		List<String> pingPong = List.of(Integer.toString(ROUND_TRIP_SIZE), warmUp, measured);
		List<String> command = switch (contestant) {
			case OURS -> java(Parent.class, trial);
			case NODE -> command(List.of("node", file("parent.js")), trial);
			case C -> command(List.of(file("ping-pong")), pingPong);
			case JUNIXSOCKET -> java(SocketPingPong.class, pingPong);
		};
		return Measurement.parse(run(command, warmUpTime.plus(plan.measured()).plus(GRACE)));
	}

	private static String run(List<String> command, Duration timeout) {
		Execution execution = ChildProcess.execFile(command,
				ExecOptions.defaults().with((spawn) -> spawn.withTimeout(timeout)));
		Thread end = new Thread(() -> execution.child().ifPresent(ChildProcess::close));
		Runtime.getRuntime().addShutdownHook(end);
		try {
			return execution.result().join().stdout();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
		finally {
			Runtime.getRuntime().removeShutdownHook(end);
		}
	}

	private static List<String> java(Class<?> mainClass, List<String> arguments) {
		List<String> java = new ArrayList<>(List.of(CurrentProcess.get().execPath().toString(), "-cp",
				System.getProperty("java.class.path"), "-Dslf4j.internal.verbosity=ERROR"));
		if (Runtime.version().feature() >= NATIVE_ACCESS_VERSION) {
			java.add("--enable-native-access=ALL-UNNAMED");
			java.add("--sun-misc-unsafe-memory-access=allow");
		}
		java.add(mainClass.getName());
		return command(java, arguments);
	}

	private static List<String> command(List<String> program, List<String> arguments) {
		List<String> command = new ArrayList<>(program);
		command.addAll(arguments);
		return command;
	}

	private String file(String name) {
		return this.directory.resolve(name).toString();
	}

	@Override
	public void close() {
		try {
			for (String file : FILES) {
				Files.deleteIfExists(this.directory.resolve(file));
			}
			Files.deleteIfExists(this.directory.resolve("ping-pong"));
			Files.deleteIfExists(this.directory);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
