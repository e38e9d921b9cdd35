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

package io.clusterboot.benchmarks.bench;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

import io.clusterboot.benchmarks.process.Processes;

/**
 * What a family measures with.
 *
 * @param effort how long things are warmed up and measured
 * @param tools the programs of this machine
 * @param processes the processes that were started; they end with the suite
 * @param artifacts the folder with the packaged applications
 * @param directory a folder for files; it is removed with all that is in it
 */
public record Bench(Effort effort, Tools tools, Processes processes, Path artifacts, Path directory) {

	/**
	 * Return the packaged application with the starter.
	 * @return its jar
	 */
	public Path application() {
		return artifact("application");
	}

	/**
	 * Return the same application without the starter.
	 * @return its jar
	 */
	public Path plainApplication() {
		return artifact("plain");
	}

	/**
	 * Return the packaged application on Tomcat with the starter.
	 * @return its jar
	 */
	public Path servletApplication() {
		return artifact("servlet");
	}

	/**
	 * Return the same application without the starter.
	 * @return its jar
	 */
	public Path plainServletApplication() {
		return artifact("servlet-plain");
	}

	private Path artifact(String classifier) {
		Path jar = this.artifacts.resolve("clusterboot-benchmarks-%s.jar".formatted(classifier));
		if (!Files.isRegularFile(jar)) {
			throw new IllegalStateException("%s (expected: the packaged application)".formatted(jar));
		}
		return jar;
	}

	/**
	 * Create a folder for the files of one contestant. Its name is short, since the path
	 * of a socket may be no longer than 107 characters.
	 * @param name the first part of its name
	 * @return the new folder
	 * @throws IOException if it cannot be created
	 */
	public Path folder(String name) throws IOException {
		int number = 1;
		while (Files.exists(this.directory.resolve(name + number))) {
			number++;
		}
		return Files.createDirectory(this.directory.resolve(name + number));
	}

	/**
	 * Copy a file that comes with the suite.
	 * @param owner the class beside which it is
	 * @param name the name of the file
	 * @param folder the folder to copy it to
	 * @return the copy
	 * @throws IOException if it cannot be copied
	 */
	public static Path copy(Class<?> owner, String name, Path folder) throws IOException {
		Path file = folder.resolve(name);
		try (InputStream resource = owner.getResourceAsStream(name)) {
			if (resource == null) {
				throw new IllegalStateException(name + " is not on the class path");
			}
			Files.copy(resource, file);
		}
		return file;
	}

}
