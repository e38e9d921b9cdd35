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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * The memory of processes: their proportional set size, which counts once what they
 * share.
 */
public final class ProcessMemory {

	private static final double KILOBYTES_PER_MEGABYTE = 1024;

	private ProcessMemory() {
	}

	/**
	 * Return the memory of some processes.
	 * @param pids the process ids
	 * @return MB
	 * @throws IOException if one of them cannot be inspected
	 */
	public static double megabytes(Collection<Long> pids) throws IOException {
		double total = 0;
		for (long pid : pids) {
			total += megabytes(pid);
		}
		return total;
	}

	/**
	 * Return the memory of a process.
	 * @param pid the process id
	 * @return MB
	 * @throws IOException if it cannot be inspected
	 */
	public static double megabytes(long pid) throws IOException {
		return Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))
			.stream()
			.filter((line) -> line.startsWith("Pss:"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.sum() / KILOBYTES_PER_MEGABYTE;
	}

}
