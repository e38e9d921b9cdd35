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

package io.clusterboot.test.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The threads of a process, as Linux shows them under {@code /proc}.
 *
 * @param threads the threads, none if the process has ended
 */
public record ProcessThreads(List<ProcessThread> threads) {

	private static final Pattern STAT = Pattern.compile("\\d+ \\((.*)\\) (\\S) .*", Pattern.DOTALL);

	/**
	 * Read the threads.
	 * @param pid the process id
	 * @return the threads at this moment
	 */
	public static ProcessThreads of(long pid) {
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
					// It has ended since it was listed
				}
			});
		}
		catch (IOException ex) {
			return new ProcessThreads(List.of());
		}
		return new ProcessThreads(List.copyOf(threads));
	}

	/**
	 * Return the names.
	 * @return a name for each thread, cut off by Linux after 15 characters
	 */
	public List<String> names() {
		return this.threads.stream().map(ProcessThread::name).toList();
	}

	/**
	 * Return whether SIGSTOP has reached all of them: until then the process may still
	 * accept a connection.
	 * @return whether there are threads and all are stopped
	 */
	public boolean areStopped() {
		return !this.threads.isEmpty() && this.threads.stream().allMatch((thread) -> thread.state() == 'T');
	}

	/**
	 * One of the threads.
	 *
	 * @param name its name, cut off by Linux after 15 characters
	 * @param state its state, as a letter
	 */
	public record ProcessThread(String name, char state) {

	}

}
