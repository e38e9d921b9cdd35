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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the command that started this process.
 */
final class RunningCommand {

	private RunningCommand() {
	}

	static JavaCommand read() {
		Path proc = Path.of("/proc/self");
		try {
			if (Files.isReadable(proc.resolve("cmdline"))) {
				return parse(Files.readSymbolicLink(proc.resolve("exe")), Files.readAllBytes(proc.resolve("cmdline")));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the command line of this process from " + proc, ex);
		}
		ProcessHandle.Info info = ProcessHandle.current().info();
		String executable = info.command().orElseThrow(() -> unknown("not known to the system"));
		String[] arguments = info.arguments().orElseThrow(() -> unknown("not known to the system"));
		return JavaCommandParser.parse(launcher(Path.of(executable)), List.of(arguments));
	}

	/**
	 * Parse a command line in the form of the kernel.
	 * @param executable the file that the process runs
	 * @param commandLine the words, each ended by a zero
	 */
	static JavaCommand parse(Path executable, byte[] commandLine) {
		List<String> words = new ArrayList<>();
		int start = 0;
		for (int i = 0; i < commandLine.length; i++) {
			if (commandLine[i] == 0) {
				words.add(OsString.of(Arrays.copyOfRange(commandLine, start, i)).toString());
				start = i + 1;
			}
		}
		if (words.isEmpty()) {
			throw unknown("empty");
		}
		return JavaCommandParser.parse(launcher(executable), words.subList(1, words.size()));
	}

	private static Path launcher(Path executable) {
		if (executable.endsWith("java") && Files.isExecutable(executable)) {
			return executable;
		}
		// An upgrade of the JDK replaces the file under the running process
		Path replaced = Path.of(System.getProperty("java.home"), "bin", "java");
		if (executable.endsWith("java (deleted)") && Files.isExecutable(replaced)) {
			return replaced;
		}
		throw unknown(executable.toString());
	}

	private static IllegalStateException unknown(String found) {
		return new IllegalStateException(
				"Command line of this JVM: " + found + " (expected: to be started by the java command)");
	}

}
