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
package io.clusterboot.cluster.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The working directory of this process as the user named it, such as
 * {@code /srv/app/current}. A process keeps the directory that the name led to when it
 * started; a deployment follows the name again, as a new process would, so that a link
 * that was switched, or a directory that was replaced, leads to the new code.
 *
 * @param named the directory by its name
 * @param present the directory that the process has
 */
record LaunchDirectory(Path named, Path present) {

	private static final Path OF_LINUX = Path.of("/proc/self/cwd");

	private static final Logger logger = LoggerFactory.getLogger(LaunchDirectory.class);

	/**
	 * Return the directory of this process.
	 * @param shellDirectory what the shell calls its directory, in {@code PWD}
	 */
	static LaunchDirectory ofThisProcess(@Nullable String shellDirectory) {
		Path path = Path.of("").toAbsolutePath();
		Path present = Files.isDirectory(OF_LINUX) ? OF_LINUX : path;
		try {
			if (shellDirectory != null && shellDirectory.startsWith("/")
					&& Files.isSameFile(Path.of(shellDirectory), present)) {
				return new LaunchDirectory(Path.of(shellDirectory), present);
			}
		}
		catch (IOException | InvalidPathException ex) {
			logger.debug("PWD: {} (expected: the working directory, {})", shellDirectory, path, ex);
		}
		return new LaunchDirectory(path, present);
	}

	/**
	 * Return a launch that runs where the name leads now, unless the launch says where it
	 * runs.
	 */
	WorkerLaunch applyTo(WorkerLaunch launch) {
		if (launch.workingDirectory() != null || !Files.isDirectory(this.named)) {
			return launch;
		}
		try {
			if (Files.isSameFile(this.named, this.present)) {
				return launch;
			}
			Path now = this.named.toRealPath();
			logger.info("New workers run in {}, where {} leads now", now, this.named);
			return launch.withWorkingDirectory(now);
		}
		catch (IOException ex) {
			// The process' own directory is gone: the name is what is left
			logger.debug("{} cannot be compared with {}", this.named, this.present, ex);
			return launch.withWorkingDirectory(this.named);
		}
	}

}
