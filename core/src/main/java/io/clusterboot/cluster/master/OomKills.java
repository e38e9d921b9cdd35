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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts how often the kernel has killed a process for lack of memory: in the control
 * group of the master and its workers, or on the machine if there is no group.
 * <p>
 * The kernel generates the files, which are small, so reading them does not block.
 *
 * @param counters files that may have a line {@code oom_kill <n>}, the best first
 */
record OomKills(List<Path> counters) {

	private static final Logger logger = LoggerFactory.getLogger(OomKills.class);

	private static final String KEY = "oom_kill ";

	private static final String UNIFIED = "0::";

	static OomKills ofThisProcess() {
		return below(Path.of("/"));
	}

	/**
	 * Find the counters, none of which needs to exist.
	 * @param root the root of the file system
	 */
	static OomKills below(Path root) {
		Path groups = root.resolve("sys/fs/cgroup");
		List<Path> counters = new ArrayList<>();
		for (String line : lines(root.resolve("proc/self/cgroup"))) {
			if (line.startsWith(UNIFIED)) {
				// What a container sees of its own group is mounted at the top
				String group = line.substring(UNIFIED.length() + 1);
				counters.add(groups.resolve(group).resolve("memory.events"));
				counters.add(groups.resolve("unified").resolve(group).resolve("memory.events"));
				counters.add(groups.resolve("memory.events"));
			}
			else if (line.matches("\\d+:([^:]*,)?memory(,[^:]*)?:.*")) {
				String group = line.substring(line.indexOf(':', line.indexOf(':') + 1) + 2);
				counters.add(groups.resolve("memory").resolve(group).resolve("memory.oom_control"));
				counters.add(groups.resolve("memory/memory.oom_control"));
			}
		}
		counters.add(root.resolve("proc/vmstat"));
		return new OomKills(List.copyOf(counters));
	}

	/**
	 * Read the counter, 0 if the system has none.
	 */
	long count() {
		for (Path counter : this.counters) {
			for (String line : lines(counter)) {
				if (line.startsWith(KEY)) {
					return Long.parseLong(line.substring(KEY.length()).trim());
				}
			}
		}
		return 0;
	}

	private static List<String> lines(Path file) {
		try {
			return Files.readAllLines(file);
		}
		catch (IOException ex) {
			logger.trace("{} cannot be read", file, ex);
			return List.of();
		}
	}

}
