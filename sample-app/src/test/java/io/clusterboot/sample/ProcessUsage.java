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

package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.clusterboot.test.process.ProcessThreads;
import org.awaitility.Awaitility;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a process holds.
 *
 * @param descriptors how many
 * @param threads how many of each name
 * @param memory how much of it is resident
 */
record ProcessUsage(int descriptors, Map<String, Long> threads, DataSize memory) {

	/**
	 * What the heap of a small process may take in addition, without a leak, until it is
	 * collected.
	 */
	private static final DataSize SLACK = DataSize.ofMegabytes(64);

	private static final Duration SETTLED = Duration.ofSeconds(60);

	/**
	 * Threads that the JVM itself starts and ends as it sees fit.
	 */
	private static final Pattern OF_THE_JVM = Pattern
		.compile("C[12] CompilerThre.*|GC Thread.*|G1 .*|process reaper|Common-Cleaner|Attach Listener");

	private static final Pattern RESIDENT = Pattern.compile("(?m)^VmRSS:\\s+(\\d+) kB$");

	static ProcessUsage of(long pid) {
		return new ProcessUsage(OpenDescriptors.of(pid).count(), threads(pid), memory(pid));
	}

	/**
	 * How many threads there are of each name, with numbers left out, but for those of
	 * the JVM.
	 */
	private static Map<String, Long> threads(long pid) {
		return ProcessThreads.of(pid)
			.names()
			.stream()
			.filter((name) -> !OF_THE_JVM.matcher(name).matches())
			.map((name) -> name.replaceAll("\\d+", "#"))
			.map((name) -> name.replaceAll("^worker-#-(read|writ)\\w*$", "worker-#-$1"))
			.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	private static DataSize memory(long pid) {
		try {
			Matcher resident = RESIDENT.matcher(Files.readString(Path.of("/proc", Long.toString(pid), "status")));
			if (resident.find()) {
				return DataSize.ofKilobytes(Long.parseLong(resident.group(1)));
			}
			throw new AssertionError("Process " + pid + " has ended");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Fail if a process goes on to hold more of anything than it held before. What
	 * belongs to a worker that has just ended takes a moment to go.
	 */
	static void awaitNotAbove(ProcessUsage before, long pid) {
		await(pid, before, (now) -> now.isNotAbove(before));
	}

	/**
	 * Fail if a process goes on to hold more descriptors than before.
	 */
	static void awaitNoMoreDescriptors(ProcessUsage before, long pid) {
		await(pid, before, (now) -> now.descriptors <= before.descriptors);
	}

	private static void await(long pid, ProcessUsage before, Predicate<ProcessUsage> expected) {
		Awaitility.await()
			.atMost(SETTLED)
			.untilAsserted(() -> assertThat(of(pid)).as("before: %s", before).matches(expected));
	}

	private boolean isNotAbove(ProcessUsage before) {
		return this.descriptors <= before.descriptors
				&& this.threads.entrySet()
					.stream()
					.allMatch((threads) -> threads.getValue() <= before.threads.getOrDefault(threads.getKey(), 0L))
				&& this.memory.toBytes() < before.memory.toBytes() + SLACK.toBytes();
	}

}
