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

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * Reads how much memory the master and its workers may use together: that of the machine,
 * or less in a control group.
 *
 * @param root the root of the file system
 */
record MachineMemory(Path root) {

	private static final String TOTAL = "MemTotal:";

	private static final int KIBI = 1024;

	/**
	 * Return the number of bytes, empty if the system does not tell.
	 */
	OptionalLong bytes() {
		return LongStream.concat(total(), limits()).min();
	}

	private LongStream total() {
		return lines("proc/meminfo").stream()
			.filter((line) -> line.startsWith(TOTAL))
			.mapToLong((line) -> KIBI * Long.parseLong(line.replaceAll("\\D", "")));
	}

	/**
	 * A limit of any group around the own one counts, and a container sees its own group
	 * at the top.
	 */
	private LongStream limits() {
		LongStream limits = LongStream.empty();
		for (String line : lines("proc/self/cgroup")) {
			int colon = line.indexOf(':', line.indexOf(':') + 1);
			String controllers = line.substring(line.indexOf(':') + 1, Math.max(colon, 0));
			boolean unified = controllers.isEmpty();
			if (colon < 0 || (!unified && !List.of(controllers.split(",")).contains("memory"))) {
				continue;
			}
			Path group = Path.of(line.substring(colon + 1));
			Path top = Path.of(unified ? "sys/fs/cgroup" : "sys/fs/cgroup/memory");
			String file = unified ? "memory.max" : "memory.limit_in_bytes";
			for (int names = group.getNameCount(); names >= 0; names--) {
				Path folder = (names == 0) ? top : top.resolve(group.subpath(0, names));
				limits = LongStream.concat(limits, limit(folder.resolve(file).toString()));
			}
		}
		return limits;
	}

	private LongStream limit(String file) {
		return lines(file).stream()
			.filter((line) -> line.matches("\\d{1,18}"))
			.mapToLong(Long::parseLong)
			.filter((limit) -> limit > 0);
	}

	private List<String> lines(String file) {
		Path path = this.root.resolve(file);
		if (!Files.isReadable(path)) {
			return List.of();
		}
		try {
			return Files.readAllLines(path, StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			return List.of();
		}
	}

}
