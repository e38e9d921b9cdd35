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
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Names of files and folders that are not complete yet. They have the id of the process,
 * to recognize what a dead one left behind, and something random, since processes of
 * other hosts and containers may have the same id.
 */
final class TemporaryName {

	private static final String PREFIX = "tmp-";

	/**
	 * Before this age nothing counts as left behind: the process may run on another host.
	 */
	private static final Duration SURELY_OLD = Duration.ofHours(1);

	private static final String OF_THIS_PROCESS = PREFIX + ProcessHandle.current().pid() + "-"
			+ Integer.toHexString(ThreadLocalRandom.current().nextInt()) + "-";

	private TemporaryName() {
	}

	/**
	 * Return a file in a folder.
	 * @param name the end of its name
	 */
	static Path of(Path folder, String name) {
		return folder.resolve(OF_THIS_PROCESS + name);
	}

	static Path unfinished(Path directory) {
		return of(directory, Long.toHexString(System.nanoTime()));
	}

	/**
	 * Return whether a file or folder was left behind by a process that has ended.
	 */
	static boolean isLeftover(Path file) throws IOException {
		String name = file.getFileName().toString();
		if (!name.startsWith(PREFIX) || name.startsWith(OF_THIS_PROCESS)) {
			return false;
		}
		String pid = name.substring(PREFIX.length()).split("-")[0];
		boolean dead = pid.matches("\\d{1,18}") && (Long.parseLong(pid) == ProcessHandle.current().pid()
				|| ProcessHandle.of(Long.parseLong(pid)).isEmpty());
		return dead && Files.getLastModifiedTime(file).toInstant().isBefore(Instant.now().minus(SURELY_OLD));
	}

	/**
	 * Remove the files in a folder that dead processes left behind.
	 */
	static void removeLeftovers(Path folder) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
			for (Path file : files) {
				if (isLeftover(file)) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

}
