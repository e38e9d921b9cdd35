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

/**
 * What the kernel tells of a process at one moment.
 *
 * @param run whether it runs
 * @param residentBytes how much memory it has that is not swapped out (RSS); 0 for a
 * process that has ended
 * @param parent the id of its parent
 */
public record ProcessStatus(Run run, long residentBytes, long parent) {

	private static final Path PROCESSES = Path.of("/proc");

	/**
	 * Return the status of a process.
	 * @param pid its id
	 * @return the status, or empty if there is no such process or the system does not
	 * tell; never an exception
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
		boolean traced = !fields.getOrDefault("TracerPid", "0").equals("0");
		return Optional.of(new ProcessStatus(traced ? Run.TRACED : Run.of(state.charAt(0)),
				kibibytes(fields.getOrDefault("VmRSS", "0 kB")) * 1024,
				Long.parseLong(fields.getOrDefault("PPid", "0"))));
	}

	private static long kibibytes(String text) {
		return Long.parseLong(text.substring(0, text.indexOf(' ')));
	}

	/**
	 * Return whether the process does nothing because somebody stopped it (SIGSTOP,
	 * SIGTSTP) or debugs it.
	 * @return if it is stopped or traced
	 */
	public boolean isHeld() {
		return this.run == Run.STOPPED || this.run == Run.TRACED;
	}

	/**
	 * Whether a process runs.
	 */
	public enum Run {

		/**
		 * It runs, or would if it had something to do.
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
		 * It has ended, and nobody has asked how (a zombie).
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
