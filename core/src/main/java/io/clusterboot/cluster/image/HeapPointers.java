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

package io.clusterboot.cluster.image;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

import javax.management.JMException;
import javax.management.ObjectName;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Foresees whether the pointers to objects of a JVM are wide: those of a heap of 32 GB
 * and more. A JVM that decides on its heap by itself keeps it below, unless options name
 * a share of the memory.
 */
final class HeapPointers {

	private static final List<String> MAXIMUM_HEAP = List.of("-Xmx", "-XX:MaxHeapSize=");

	private static final String MAXIMUM_SHARE = "-XX:MaxRAMPercentage=";

	private static final String MAXIMUM_FRACTION = "-XX:MaxRAMFraction=";

	private static final String MEMORY = "-XX:MaxRAM=";

	/**
	 * Options with which the heap is not kept below the limit.
	 */
	private static final List<String> SHARES = List.of(MAXIMUM_SHARE, MAXIMUM_FRACTION, MEMORY, "-XX:MinRAMPercentage=",
			"-XX:MinRAMFraction=", "-XX:InitialRAMPercentage=", "-XX:InitialRAMFraction=");

	private static final double DEFAULT_SHARE = 25;

	private static final long WIDE_HEAP = 32L * 1024 * 1024 * 1024;

	private static final Path MEMORY_OF_MACHINE = Path.of("/proc/meminfo");

	private static final int KIBI = 1024;

	private static final Logger logger = LoggerFactory.getLogger(HeapPointers.class);

	private HeapPointers() {
	}

	/**
	 * Return whether a JVM with some options has wide pointers, unless an option says
	 * whether it has.
	 * @param options the options; the last one of a kind counts
	 * @param memory tells how many bytes a JVM here may use, 0 if that is not known;
	 * asked only if it matters
	 */
	static boolean areWide(List<String> options, LongSupplier memory) {
		long heap = 0;
		double share = DEFAULT_SHARE;
		long ofMemory = 0;
		boolean shared = false;
		for (String option : options) {
			for (String maximum : MAXIMUM_HEAP) {
				heap = option.startsWith(maximum) ? bytes(option.substring(maximum.length())) : heap;
			}
			if (option.startsWith(MAXIMUM_SHARE)) {
				share = number(option.substring(MAXIMUM_SHARE.length()), DEFAULT_SHARE);
			}
			else if (option.startsWith(MAXIMUM_FRACTION)) {
				share = 100 / Math.max(1, number(option.substring(MAXIMUM_FRACTION.length()), 100 / DEFAULT_SHARE));
			}
			else if (option.startsWith(MEMORY)) {
				ofMemory = bytes(option.substring(MEMORY.length()));
			}
			shared |= SHARES.stream().anyMatch(option::startsWith);
		}
		if (heap > 0 || !shared) {
			return heap >= WIDE_HEAP;
		}
		return ((ofMemory > 0) ? ofMemory : memory.getAsLong()) * share / 100 >= WIDE_HEAP;
	}

	private static double number(String text, double fallback) {
		try {
			return Double.parseDouble(text);
		}
		catch (NumberFormatException ex) {
			// The JVM does not start with it
			return fallback;
		}
	}

	private static long bytes(String size) {
		String digits = size.replaceAll("[^0-9]", "");
		if (digits.isEmpty() || digits.length() > 15) {
			return 0;
		}
		int unit = "kmgt".indexOf(size.toLowerCase(Locale.ROOT).charAt(size.length() - 1)) + 1;
		// More than there can be is as good as too much
		return (long) Math.min(Long.MAX_VALUE, Long.parseLong(digits) * Math.pow(KIBI, unit));
	}

	/**
	 * Return how much memory this process may use, which is what its workers see. A
	 * machine that is too small for wide pointers is not asked twice: the JVM knows the
	 * limit of a container, but takes a while to tell.
	 */
	static long memory() {
		long machine = memoryOfMachine();
		if (machine > 0 && machine < WIDE_HEAP) {
			return machine;
		}
		try {
			Object total = ManagementFactory.getPlatformMBeanServer()
				.getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "TotalMemorySize");
			return (total instanceof Long bytes) ? bytes : machine;
		}
		catch (JMException ex) {
			logger.debug("This JVM does not tell the size of the memory", ex);
			return machine;
		}
	}

	private static long memoryOfMachine() {
		if (!Files.isReadable(MEMORY_OF_MACHINE)) {
			return 0;
		}
		try {
			return Files.readAllLines(MEMORY_OF_MACHINE, StandardCharsets.ISO_8859_1)
				.stream()
				.filter((line) -> line.startsWith("MemTotal:"))
				.mapToLong((line) -> KIBI * Long.parseLong(line.replaceAll("\\D", "")))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be read", MEMORY_OF_MACHINE, ex);
			return 0;
		}
	}

}
