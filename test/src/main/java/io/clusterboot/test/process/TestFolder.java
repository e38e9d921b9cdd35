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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.springframework.util.FileSystemUtils;

/**
 * The folder of a cluster under test: its control socket, the sockets of its workers, its
 * temporary files, and the jar that it runs.
 *
 * @param path the folder, which is private
 */
public record TestFolder(Path path) {

	/**
	 * Create the folder. Its path is short, as that of a Unix socket has to be.
	 * @return the folder, to be deleted by the caller
	 */
	public static TestFolder create() {
		try {
			TestFolder folder = new TestFolder(Files.createTempDirectory("clustertest-"));
			Files.createDirectory(folder.temporaryFiles());
			Files.createDirectory(folder.application());
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the folder of the control socket, which the master makes.
	 * @return the folder
	 */
	public Path control() {
		return this.path.resolve("control");
	}

	/**
	 * Return the folder for temporary files of all processes, as a JVM that is killed
	 * leaves some.
	 * @return the folder
	 */
	public Path temporaryFiles() {
		return this.path.resolve("tmp");
	}

	/**
	 * Return the folder of a jar that can be replaced.
	 * @return the folder
	 */
	public Path application() {
		return this.path.resolve("app");
	}

	/**
	 * Delete the folder with all that is in it.
	 */
	public void delete() {
		try {
			FileSystemUtils.deleteRecursively(this.path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
