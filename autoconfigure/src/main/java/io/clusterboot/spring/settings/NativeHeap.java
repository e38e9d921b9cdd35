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

package io.clusterboot.spring.settings;

import java.util.Map;
import java.util.Optional;

import io.clusterboot.process.command.JavaCommand;

/**
 * Keeps the native heap of a JVM small. The C library of Linux gives up to eight arenas
 * for each processor of the machine to the threads of a process, which keep what is freed
 * in them; a JVM allocates little in that way, and seldom. What the compilers freed after
 * the start, and what is freed later, goes back to the system when the JVM trims that
 * heap.
 */
final class NativeHeap {

	private static final String ARENAS = "MALLOC_ARENA_MAX";

	private static final String TUNABLES = "GLIBC_TUNABLES";

	private static final String ARENAS_TUNABLE = "glibc.malloc.arena_max";

	private static final String TRIM = "-XX:TrimNativeHeapInterval=";

	private static final int TRIM_MILLISECONDS = 60_000;

	private NativeHeap() {
	}

	/**
	 * Return the option to trim it, empty if the worker runs on another JVM, or has the
	 * option.
	 * @param jvm this JVM
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 */
	static Optional<String> missingIn(ThisJvm jvm, JavaCommand command, Map<String, String> environment) {
		return (jvm.trimsNativeHeap() && jvm.runs(command) && !command.hasVmOption(TRIM, environment))
				? Optional.of(TRIM + TRIM_MILLISECONDS) : Optional.empty();
	}

	/**
	 * Return the variables that a worker gets unless its environment has them.
	 * @param environment the environment of the worker so far
	 */
	static Map<String, String> variables(Map<String, String> environment) {
		boolean tuned = environment.getOrDefault(TUNABLES, "").contains(ARENAS_TUNABLE);
		return (tuned || !System.getProperty("os.name", "").equals("Linux")) ? Map.of() : Map.of(ARENAS, "2");
	}

}
