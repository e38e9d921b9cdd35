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
import java.util.Optional;
import java.util.stream.Stream;

import io.clusterboot.process.SpawnOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory that a worker starts in. A JVM does not start in one that was removed.
 */
final class StartDirectory {

	private static final Logger logger = LoggerFactory.getLogger(StartDirectory.class);

	private static final Path CURRENT = Path.of("/proc/self/cwd");

	private StartDirectory() {
	}

	/**
	 * Return options with a directory that exists.
	 */
	static SpawnOptions ensure(SpawnOptions options) {
		Optional<Path> removed = options.workingDirectory()
			.or(StartDirectory::current)
			.filter((directory) -> !Files.isDirectory(directory));
		if (removed.isEmpty()) {
			return options;
		}
		Path replacement = Stream.of(System.getProperty("user.dir"), System.getProperty("java.io.tmpdir"), "/")
			.map(Path::of)
			.filter(Files::isDirectory)
			.findFirst()
			.orElseThrow();
		logger.warn("The working directory {} was removed; the worker starts in {}, where relative paths mean other "
				+ "files", removed.get(), replacement);
		return options.withWorkingDirectory(replacement);
	}

	/**
	 * Return the directory of this process as the kernel has it, which names one that was
	 * removed {@code /path (deleted)}. Empty if the kernel does not tell.
	 */
	private static Optional<Path> current() {
		try {
			return Optional.of(Files.readSymbolicLink(CURRENT));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

}
