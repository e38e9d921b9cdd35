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

import java.io.IOException;
import java.io.PrintStream;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.OsString;

/**
 * A child without Spring that does what its first argument says.
 */
public final class ProbeMain {

	/**
	 * The bits of SIGHUP, SIGINT, SIGTTIN and SIGTTOU in a mask of the kernel's.
	 */
	private static final long TERMINAL_SIGNALS = 0x300003;

	private ProbeMain() {
	}

	public static void main(String[] args) throws Exception {
		switch (args[0]) {
			case "show" -> show(System.out);
			case "exit" -> System.exit(Integer.parseInt(args[1]));
			case "wait" -> {
				System.out.println("ready");
				// Bounded, so that a probe cannot outlive a test that lost it
				new CountDownLatch(1).await(300, TimeUnit.SECONDS);
			}
			case "argv" -> Stream.of(args).skip(1).map(ProbeMain::hex).forEach(System.out::println);
			case "fork" -> fork();
			case "channel" -> showChannel();
			case "input" -> showInput();
			case "inputbelow" -> showInputBelow();
			case "uid" -> spawnAsUser(Integer.parseInt(args[1]));
			case "sigign" -> showIgnoredSignalsOfAChild(args);
			case "inherit" ->
				System.exit(
						ChildProcess
							.spawn(List.of("cat"),
									SpawnOptions.defaults()
										.withStdio(Stdio.inherit(), Stdio.inherit(), Stdio.inherit()))
							.onClose()
							.orTimeout(120, TimeUnit.SECONDS)
							.join()
							.code());
			default -> throw new IllegalArgumentException(args[0]);
		}
	}

	private static void show(PrintStream out) throws IOException {
		out.println("pid " + ProcessHandle.current().pid());
		out.println("ppid " + CurrentProcess.get().ppid());
		out.println("fd0 " + target(0));
		out.println("fd3 " + target(3));
		out.println("cwd " + hex(OsString.of(Path.of("/proc/self/cwd").toRealPath()).toString()));
		for (String word : Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1)
			.split("\0", -1)) {
			out.println("word " + hex(word.getBytes(StandardCharsets.ISO_8859_1)));
		}
		for (String entry : Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1).split("\0")) {
			out.println("env " + hex(entry.getBytes(StandardCharsets.ISO_8859_1)));
		}
		out.println("tool options " + ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.filter("-Dprobe.tool=1"::equals)
			.count());
		Files.lines(Path.of("/proc/self/status"))
			.filter((line) -> line.startsWith("SigIgn"))
			.forEach((line) -> out.println("ignored " + line.substring(7).trim()));
		out.println("end");
	}

	private static void spawnAsUser(int uid) {
		try {
			ChildProcess.spawn(List.of("true"), SpawnOptions.defaults().withUid(uid));
			System.out.println("started");
		}
		catch (SpawnException ex) {
			System.out.println(ex.getCode() + " " + ex.getKey() + " " + ex.getValue());
		}
	}

	private static void showIgnoredSignalsOfAChild(String[] args) {
		Signal[] asked = Stream.of(args).skip(1).map(Signal::parse).toArray(Signal[]::new);
		System
			.exit(ChildProcess
				.spawn(List.of("sed", "-n", "s/^SigIgn:[[:space:]]*//p", "/proc/self/status"),
						SpawnOptions.defaults().ignoring(asked))
				.onClose()
				.orTimeout(120, TimeUnit.SECONDS)
				.join()
				.code());
	}

	private static void fork() {
		JavaCommand command = JavaCommand.ofThisProcess();
		List<String> arguments = command.arguments();
		ChildProcess child = ChildProcess.spawn(
				command.withArguments(Stream.concat(Stream.of("show"), arguments.stream().skip(1)).toList())
					.toCommandLine(),
				SpawnOptions.defaults().withVariables(Map.of("PROBE", "ä\n")).withStdio(1, Stdio.pipeTo(System.out)));
		System.exit(child.onClose().orTimeout(120, TimeUnit.SECONDS).join().code());
	}

	private static void showChannel() throws IOException {
		String channel = target(3);
		CurrentProcess process = CurrentProcess.get();
		System.out.println("ignored " + process.ignoredVariables().orElse("nothing"));
		System.out.println("connected " + process.isConnected());
		System.out.println("worker " + process.inheritedChannel().uniqueId().isPresent());
		System.out.println("fd3 " + target(3));
		System.out.println("inheritable ends " + inheritable(channel));
	}

	/**
	 * Show what becomes of a channel that is the standard input.
	 */
	private static void showInput() throws IOException {
		String channel = target(0);
		System.out.println("before " + channel.replaceFirst(":.*", ""));
		CurrentProcess process = CurrentProcess.get();
		System.out.println("ignored " + process.ignoredVariables().orElse("nothing"));
		System.out.println("connected " + process.isConnected());
		System.out.println("worker " + process.inheritedChannel().uniqueId().isPresent());
		System.out.println("after " + target(0).replaceFirst(":.*", ""));
		if (process.isConnected()) {
			System.out.println("input " + System.in.read());
			Process child = new ProcessBuilder("readlink", "/proc/self/fd/0").redirectInput(Redirect.INHERIT).start();
			System.out.println("child " + new String(child.getInputStream().readAllBytes()).trim());
			System.out.println("inheritable ends " + inheritable(channel));
		}
		String scoreboard = process.inheritedEnvironment().getOrDefault("CLUSTER_SCOREBOARD_FD", "channel");
		System.out
			.println("scoreboard " + (scoreboard.equals("channel") ? "none" : target(Integer.parseInt(scoreboard))));
		Files.lines(Path.of("/proc/self/status"))
			.filter((line) -> line.startsWith("SigIgn"))
			.map((line) -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
			.forEach((mask) -> System.out.println("signals " + Long.toHexString(mask & TERMINAL_SIGNALS)));
	}

	/**
	 * Start a child that has the variables and the standard input of this process, as a
	 * tool does that a worker runs.
	 */
	private static void showInputBelow() throws Exception {
		Process child = new ProcessBuilder(Children.probe("input")).inheritIO().start();
		System.exit(child.waitFor());
	}

	/**
	 * Count the descriptors of a file that a program executed by native code would
	 * inherit.
	 */
	private static long inheritable(String file) throws IOException {
		try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
			return descriptors.mapToInt((path) -> Integer.parseInt(path.getFileName().toString()))
				.filter((number) -> target(number).equals(file) && !isClosedOnExec(number))
				.count();
		}
	}

	private static boolean isClosedOnExec(int descriptor) {
		try {
			return Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.anyMatch((line) -> (Integer.parseInt(line.substring(6).trim(), 8) & 02000000) != 0);
		}
		catch (IOException ex) {
			return true;
		}
	}

	private static String target(int descriptor) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
		}
		catch (IOException ex) {
			return "closed";
		}
	}

	public static String hex(String text) {
		return hex(OsString.of(text).bytes());
	}

	private static String hex(byte[] bytes) {
		return HexFormat.of().formatHex(bytes);
	}

}
