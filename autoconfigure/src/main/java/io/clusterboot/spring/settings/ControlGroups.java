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
import java.util.stream.Stream;

/**
 * The control groups of this process, of both versions. A limit of any group around the
 * own one counts, and a container sees its own group at the top.
 *
 * @param root the root of the file system
 */
record ControlGroups(Path root) {

	private static final Path TOP = Path.of("sys/fs/cgroup");

	/**
	 * Return the folders of the groups that may limit something, from the own one up.
	 * @param controller the name of what is limited, in version 1
	 */
	Stream<Group> of(String controller) {
		return lines(Path.of("proc/self/cgroup")).stream().flatMap((line) -> of(controller, line));
	}

	private Stream<Group> of(String controller, String line) {
		int first = line.indexOf(':');
		int second = line.indexOf(':', first + 1);
		if (second < 0) {
			return Stream.empty();
		}
		String controllers = line.substring(first + 1, second);
		boolean unified = controllers.isEmpty();
		if (!unified && !List.of(controllers.split(",")).contains(controller)) {
			return Stream.empty();
		}
		Path top = unified ? TOP : TOP.resolve(controller);
		return Stream.iterate(Path.of(line.substring(second + 1)), Path::getParent)
			.takeWhile((path) -> path != null)
			.map((path) -> new Group(this, top.resolve(relative(path)), unified));
	}

	private static Path relative(Path path) {
		return (path.getNameCount() == 0) ? Path.of("") : path.subpath(0, path.getNameCount());
	}

	/**
	 * Return the lines of a file below the root, none if it can't be read.
	 */
	List<String> lines(Path file) {
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

	/**
	 * One group.
	 *
	 * @param groups all of them
	 * @param folder the folder with its limits
	 * @param unified whether it is one of version 2
	 */
	record Group(ControlGroups groups, Path folder, boolean unified) {

		List<String> lines(String file) {
			return this.groups.lines(this.folder.resolve(file));
		}

	}

}
