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

package io.clusterboot.benchmarks.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.process.JavaProgram;
import io.clusterboot.process.ChildProcess;
import io.clusterboot.process.ExecOptions;
import io.clusterboot.process.Execution;

/**
 * The command lines of the contestants, and the folder with what they need.
 */
final class Commands {

	private static final int ROUND_TRIP_SIZE = 100;

	private static final Duration COMPILE_TIME = Duration.ofSeconds(30);

	private static final Duration GRACE = Duration.ofSeconds(60);

	private static final Duration JVM_WARM_UP = Duration.ofSeconds(4);

	private static final Duration WARM_UP = Duration.ofMillis(1500);

	private static final Duration MEASURED = Duration.ofMillis(1500);

	private final Bench bench;

	private final Path folder;

	private final Set<Contestant> missing = EnumSet.noneOf(Contestant.class);

	private Commands(Bench bench, Path folder) {
		this.bench = bench;
		this.folder = folder;
	}

	static Commands prepare(Bench bench) throws IOException {
		Commands commands = new Commands(bench, bench.folder("ipc"));
		for (String file : List.of("parent.js", "child.js", "ping-pong.c")) {
			Bench.copy(Commands.class, file, commands.folder);
		}
		if (bench.tools().find("node").isEmpty()) {
			commands.missing.add(Contestant.NODE);
		}
		Optional<Path> compiler = bench.tools().find("gcc");
		if (compiler.isPresent()) {
			run(List.of(compiler.get().toString(), "-O2", "-o", commands.file("ping-pong"),
					commands.file("ping-pong.c")), COMPILE_TIME);
		}
		else {
			commands.missing.add(Contestant.C);
		}
		return commands;
	}

	boolean isMissing(Contestant contestant) {
		return this.missing.contains(contestant);
	}

	/**
	 * Run one trial.
	 */
	Measurement run(Contestant contestant, IpcRow row) {
		boolean jvm = contestant == Contestant.OURS || contestant == Contestant.JUNIXSOCKET;
		Duration warmUpTime = this.bench.effort().of((jvm && row.scenario() != Scenario.FORKS) ? JVM_WARM_UP : WARM_UP);
		Duration measuredTime = this.bench.effort().of(MEASURED);
		String warmUp = Long.toString(warmUpTime.toMillis());
		String measured = Long.toString(measuredTime.toMillis());
		List<String> trial = List.of(row.scenario().toString(), Integer.toString(row.value()), warmUp, measured);
		List<String> pingPong = List.of(Integer.toString(ROUND_TRIP_SIZE), warmUp, measured);
		List<String> command = switch (contestant) {
			case OURS -> JavaProgram.ofClass(List.of(), Parent.class, trial);
			case NODE -> command(List.of(this.bench.tools().require("node"), file("parent.js")), trial);
			case C -> command(List.of(file("ping-pong")), pingPong);
			case JUNIXSOCKET -> JavaProgram.ofClass(List.of(), SocketPingPong.class, pingPong);
		};
		return Measurement.parse(run(command, warmUpTime.plus(measuredTime).plus(GRACE)));
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

	private static List<String> command(List<String> program, List<String> arguments) {
		return Stream.concat(program.stream(), arguments.stream()).toList();
	}

	private String file(String name) {
		return this.folder.resolve(name).toString();
	}

}
