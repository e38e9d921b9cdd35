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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The threads of a process, as Linux shows them under {@code /proc}.
 */
record ProcessThreads(List<ProcessThread> threads) {

	/**
	 * Threads that the JVM itself starts and ends as it sees fit.
	 */
	private static final Pattern OF_THE_JVM = Pattern
		.compile("C[12] CompilerThre.*|GC Thread.*|G1 .*|process reaper|Common-Cleaner|Attach Listener");

	private static final Pattern STAT = Pattern.compile("\\d+ \\((.*)\\) (\\S) .*", Pattern.DOTALL);

	static ProcessThreads of(long pid) {
		List<ProcessThread> threads = new ArrayList<>();
		try (Stream<Path> tasks = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
			tasks.forEach((task) -> {
				try {
					Matcher stat = STAT.matcher(Files.readString(task.resolve("stat")));
					if (stat.matches()) {
						threads.add(new ProcessThread(stat.group(1), stat.group(2).charAt(0)));
					}
				}
				catch (IOException ex) {
					// ended since it was listed
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ProcessThreads(List.copyOf(threads));
	}

	List<String> names() {
		return this.threads.stream().map(ProcessThread::name).toList();
	}

	/**
	 * Whether SIGSTOP has reached all of them.
	 */
	boolean areStopped() {
		return this.threads.stream().allMatch((thread) -> thread.state() == 'T');
	}

	/**
	 * How many there are of each name, with numbers left out, but for those of the JVM.
	 */
	Map<String, Long> counts() {
		return names().stream()
			.filter((name) -> !OF_THE_JVM.matcher(name).matches())
			.map((name) -> name.replaceAll("\\d+", "#"))
			.map((name) -> name.replaceAll("^worker-#-(read|writ)\\w*$", "worker-#-$1"))
			.collect(Collectors.groupingBy(Function.identity(), TreeMap::new, Collectors.counting()));
	}

	/**
	 * One of the threads.
	 *
	 * @param name its name, cut off by Linux after 15 characters
	 * @param state its state, as a letter
	 */
	record ProcessThread(String name, char state) {

	}

}
