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

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The log files in a folder, when nobody writes them any more.
 *
 * @param lines the lines of each file, by its name
 */
record LogFolder(Map<String, List<String>> lines) {

	/**
	 * Read all files, also compressed ones.
	 */
	static LogFolder read(Path folder) {
		try (Stream<Path> files = Files.list(folder)) {
			return new LogFolder(files.filter((file) -> !file.getFileName().toString().startsWith("."))
				.collect(Collectors.toMap((file) -> file.getFileName().toString(), LogFolder::linesOf,
						(one, other) -> one, TreeMap::new)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<String> linesOf(Path file) {
		try (InputStream stream = Files.newInputStream(file);
				InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(stream) : stream) {
			return new BufferedReader(new InputStreamReader(plain, StandardCharsets.UTF_8)).lines().toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(file.toString(), ex);
		}
	}

	/**
	 * The names of the files that were not rotated.
	 */
	List<String> current() {
		return this.lines.keySet().stream().filter((name) -> name.endsWith(".log")).toList();
	}

	/**
	 * The lines of a file and of what was rotated of it.
	 */
	List<String> linesOf(String name) {
		return this.lines.entrySet()
			.stream()
			.filter((file) -> file.getKey().startsWith(name))
			.flatMap((file) -> file.getValue().stream())
			.toList();
	}

	/**
	 * The lines of all files.
	 */
	List<String> all() {
		return linesOf("");
	}

}
