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

package io.clusterboot.cluster.master;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What a process uses and has used, as the kernel counts it.
 *
 * @param residentBytes its resident memory in bytes
 * @param processorTime the processor time of all its threads
 */
record ProcessUsage(long residentBytes, Duration processorTime) {

	/**
	 * What is known of a process that does not exist.
	 */
	static final ProcessUsage NONE = new ProcessUsage(0, Duration.ZERO);

	/**
	 * The positions after the name of the command.
	 */
	private static final int USER_TIME = 11;

	private static final int SYSTEM_TIME = 12;

	private static final int RESIDENT_PAGES = 21;

	private static final int PAGE_SIZE = 4096;

	private static final int MILLIS_PER_TICK = 10;

	/**
	 * Read the usage of a process, with one look at {@code /proc}.
	 * @return the usage, {@link #NONE} if the process is gone or the system has no such
	 * file
	 */
	static ProcessUsage of(long pid) {
		try {
			String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"), StandardCharsets.ISO_8859_1);
			String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
			long ticks = Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
			return new ProcessUsage(Long.parseLong(fields[RESIDENT_PAGES]) * PAGE_SIZE,
					Duration.ofMillis(ticks * MILLIS_PER_TICK));
		}
		catch (IOException | RuntimeException ex) {
			// It has ended, maybe while the file was read
			return NONE;
		}
	}

	/**
	 * Reads the usage of processes.
	 */
	@FunctionalInterface
	interface Reader {

		ProcessUsage of(long pid);

	}

}
