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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The state of a process at one moment, as the kernel reports it.
 *
 * @param run whether it runs
 * @param residentBytes its resident memory (RSS) in bytes; 0 if the process has ended or
 * the kernel does not report it
 * @param parent the process id of its parent, 0 if the kernel does not report it
 */
public record ProcessStatus(Run run, long residentBytes, long parent) {

	private static final Path PROCESSES = Path.of("/proc");

	// At most 18 digits, which a long holds
	private static final Pattern NUMBER = Pattern.compile("(\\d{1,18})(?: kB)?");

	/**
	 * Return the status of a process.
	 * @param pid its process id
	 * @return the status, or empty if there is no such process or the system does not
	 * report it; never an exception
	 */
	public static Optional<ProcessStatus> of(long pid) {
		return of(PROCESSES, pid);
	}

	static Optional<ProcessStatus> of(Path processes, long pid) {
		try {
			return parse(Files.readString(processes.resolve(pid + "/status"), StandardCharsets.ISO_8859_1));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Read what the kernel wrote, which may be cut off anywhere if the process ends. A
	 * number that cannot be read counts as 0.
	 */
	private static Optional<ProcessStatus> parse(String status) {
		Map<String, String> fields = new HashMap<>();
		for (String line : status.split("\n")) {
			int colon = line.indexOf(':');
			if (colon > 0) {
				fields.put(line.substring(0, colon), line.substring(colon + 1).trim());
			}
		}
		String state = fields.getOrDefault("State", "");
		if (state.isEmpty()) {
			return Optional.empty();
		}
		boolean traced = number(fields.get("TracerPid")) != 0;
		return Optional.of(new ProcessStatus(traced ? Run.TRACED : Run.of(state.charAt(0)),
				Math.min(number(fields.get("VmRSS")), Long.MAX_VALUE / 1024) * 1024, number(fields.get("PPid"))));
	}

	private static long number(@Nullable String text) {
		Matcher number = NUMBER.matcher((text != null) ? text : "");
		return number.matches() ? Long.parseLong(number.group(1)) : 0;
	}

	/**
	 * Return whether the process is stopped (SIGSTOP, SIGTSTP) or traced by a debugger.
	 * @return whether it is stopped or traced
	 */
	public boolean isHeld() {
		return this.run == Run.STOPPED || this.run == Run.TRACED;
	}

	/**
	 * Whether a process runs.
	 */
	public enum Run {

		/**
		 * It is running, or sleeping until there is work.
		 */
		RUNNING,

		/**
		 * It was stopped by a signal and waits for SIGCONT.
		 */
		STOPPED,

		/**
		 * A debugger of the system, such as {@code gdb} or {@code strace}, is attached.
		 */
		TRACED,

		/**
		 * It has ended, and its parent has not waited for it (a zombie).
		 */
		ENDED;

		static Run of(char state) {
			return switch (state) {
				case 'T' -> STOPPED;
				case 't' -> TRACED;
				case 'Z', 'X', 'x' -> ENDED;
				default -> RUNNING;
			};
		}

	}

}
