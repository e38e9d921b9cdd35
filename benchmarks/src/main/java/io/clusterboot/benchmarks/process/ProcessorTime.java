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

package io.clusterboot.benchmarks.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * The processor time of some processes. On a machine that runs other processes too, it is
 * more reliable than elapsed time. Compilation by a JVM does not count, since it happens
 * once.
 */
public final class ProcessorTime {

	private static final int USER = 11;

	private static final int SYSTEM = 12;

	private static final Pattern COMPILER = Pattern.compile("\\(C[12] Compiler");

	private static final double MICROS_PER_TICK = 10_000;

	private final long[] pids;

	private final double start;

	private ProcessorTime(long[] pids) throws IOException {
		this.pids = pids;
		this.start = total(pids);
	}

	/**
	 * Start counting the processor time of some processes.
	 * @param pids the process ids
	 * @return the counter, which owns nothing
	 * @throws IOException if one of them cannot be inspected
	 */
	public static ProcessorTime start(long... pids) throws IOException {
		return new ProcessorTime(pids);
	}

	/**
	 * Return the processor time since the start per operation.
	 * @param operations the number of operations since then
	 * @return microseconds
	 * @throws IOException if a process cannot be inspected
	 */
	public double microsPerOperation(long operations) throws IOException {
		return (total(this.pids) - this.start) / operations;
	}

	private static double total(long[] pids) throws IOException {
		double total = 0;
		for (long pid : pids) {
			try (DirectoryStream<Path> threads = Files
				.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
				for (Path thread : threads) {
					total += ofThread(thread);
				}
			}
		}
		return total;
	}

	private static double ofThread(Path thread) throws IOException {
		String stat;
		try {
			stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
		}
		catch (NoSuchFileException ex) {
			// A thread that has ended; threads that do the work have not
			return 0;
		}
		// tid (name) state …, and the name may hold anything
		int end = stat.lastIndexOf(')');
		if (COMPILER.matcher(stat.substring(0, end)).find()) {
			return 0;
		}
		String[] fields = stat.substring(end + 2).split(" ");
		return (Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM])) * MICROS_PER_TICK;
	}

}
