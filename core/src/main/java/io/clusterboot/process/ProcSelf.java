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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;
import io.clusterboot.process.command.OsString;

/**
 * Reads facts about this process that the JDK does not offer, or offers only in the
 * encoding of the locale.
 */
final class ProcSelf {

	private static final Path PROC = Path.of("/proc/self");

	private ProcSelf() {
	}

	static List<String> argv() {
		JavaCommand command = JavaCommand.ofThisProcess();
		List<String> target = command.target().toArguments();
		String last = target.get(target.size() - 1);
		String launched = (command.target() instanceof LaunchTarget.Jar) ? Path.of(last).toAbsolutePath().toString()
				: last;
		return Stream.concat(Stream.of(command.java().toString(), launched), command.arguments().stream()).toList();
	}

	static Path workingDirectory() {
		try {
			return Path.of("").toRealPath();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("The working directory no longer exists", ex);
		}
	}

	static Optional<String> argv0() {
		try {
			String words = OsString.of(Files.readAllBytes(PROC.resolve("cmdline"))).toString();
			int end = words.indexOf('\0');
			return Optional.of((end != -1) ? words.substring(0, end) : words);
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	static long parent() {
		try {
			if (Files.isReadable(PROC.resolve("stat"))) {
				// pid (name) state ppid, and the name may contain any character
				String stat = Files.readString(PROC.resolve("stat"), StandardCharsets.ISO_8859_1);
				return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read " + PROC.resolve("stat"), ex);
		}
		return ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
	}

	static Map<String, String> environment() {
		byte[] bytes;
		try {
			bytes = Files.readAllBytes(PROC.resolve("environ"));
		}
		catch (IOException ex) {
			return System.getenv();
		}
		Map<String, String> environment = new HashMap<>();
		int start = 0;
		for (int i = 0; i < bytes.length; i++) {
			if (bytes[i] == 0) {
				String entry = OsString.of(Arrays.copyOfRange(bytes, start, i)).toString();
				int separator = entry.indexOf('=');
				if (separator > 0) {
					environment.putIfAbsent(entry.substring(0, separator), entry.substring(separator + 1));
				}
				start = i + 1;
			}
		}
		return environment;
	}

}
