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

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of one run of the suite, named after its process. It is removed with all
 * that is in it.
 *
 * @param path the folder
 */
public record WorkDirectory(Path path) implements Closeable {

	private static final String PREFIX = "work";

	/**
	 * Create a folder, and remove those of runs that were killed.
	 * @param parent the folder to create it in
	 * @return the new folder
	 * @throws IOException if that fails
	 */
	public static WorkDirectory create(Path parent) throws IOException {
		try (DirectoryStream<Path> others = Files.newDirectoryStream(parent, PREFIX + "[0-9]*")) {
			for (Path other : others) {
				long pid = Long.parseLong(other.getFileName().toString().substring(PREFIX.length()));
				if (ProcessHandle.of(pid).isEmpty()) {
					new WorkDirectory(other).close();
				}
			}
		}
		return new WorkDirectory(Files.createDirectory(parent.resolve(PREFIX + ProcessHandle.current().pid())));
	}

	@Override
	public void close() throws IOException {
		try (Stream<Path> files = Files.walk(this.path)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.delete(file);
			}
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
	}

}
