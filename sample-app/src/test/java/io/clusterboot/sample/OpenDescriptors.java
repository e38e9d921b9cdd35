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
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The descriptors a process has open, as Linux shows them under {@code /proc}.
 *
 * @param targets what each descriptor stands for, such as {@code socket:[4711]}
 */
record OpenDescriptors(Map<Integer, String> targets) {

	static OpenDescriptors of(long pid) {
		Path directory = Path.of("/proc", Long.toString(pid), "fd");
		Map<Integer, String> targets = new TreeMap<>();
		try (Stream<Path> entries = Files.list(directory)) {
			entries.forEach((entry) -> {
				try {
					targets.put(Integer.parseInt(entry.getFileName().toString()),
							Files.readSymbolicLink(entry).toString());
				}
				catch (IOException ex) {
					// closed since it was listed
				}
			});
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new OpenDescriptors(targets);
	}

	int count() {
		return this.targets.size();
	}

	long sockets() {
		return this.targets.values().stream().filter((target) -> target.startsWith("socket:")).count();
	}

}
