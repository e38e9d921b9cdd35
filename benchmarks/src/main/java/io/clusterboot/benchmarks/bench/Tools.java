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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The programs of this machine that are compared with, or measure. One that is missing is
 * reported once. Confined to one thread.
 */
public final class Tools {

	/**
	 * The version of PM2 that is installed, so that figures of two runs are about the
	 * same program.
	 */
	public static final String PM2_VERSION = "7.0.4";

	private static final Map<String, List<String>> VERSIONS = new TreeMap<>(
			Map.of("gcc", List.of("-dumpfullversion"), "haproxy", List.of("-v"), "nginx", List.of("-v"), "node",
					List.of("--version"), "npm", List.of("--version"), "wrk", List.of("-v")));

	private static final Pattern NUMBER = Pattern.compile("\\d+(\\.\\d+)+[^\\s,\\[]*");

	/**
	 * Where servers are that only root has on its path.
	 */
	private static final List<String> FURTHER = List.of("/usr/local/sbin", "/usr/sbin");

	private static final long SECONDS = 20;

	private final Map<String, Optional<Path>> found = new HashMap<>();

	/**
	 * Find a tool.
	 * @param name the name of the command
	 * @return its path, or empty, which is reported the first time
	 */
	public Optional<Path> find(String name) {
		return this.found.computeIfAbsent(name, Tools::look);
	}

	/**
	 * Find a tool without which nothing can be measured.
	 * @param name the name of the command
	 * @return its path
	 * @throws MissingToolException if there is none
	 */
	public String require(String name) {
		return find(name).orElseThrow(() -> new MissingToolException(name)).toString();
	}

	private static Optional<Path> look(String name) {
		Optional<Path> path = Stream
			.concat(Stream.of(System.getenv().getOrDefault("PATH", "").split(":")), FURTHER.stream())
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst();
		if (path.isEmpty()) {
			System.out.printf("**** Missing tool: %s. Rows that need it are left out ****%n", name);
		}
		return path;
	}

	/**
	 * Return the versions of all tools that are there.
	 * @return the version by the name
	 * @throws IOException if one does not start
	 */
	public Map<String, String> versions() throws IOException {
		Map<String, String> versions = new TreeMap<>(Map.of("PM2", PM2_VERSION));
		for (Map.Entry<String, List<String>> tool : VERSIONS.entrySet()) {
			Optional<Path> path = find(tool.getKey());
			if (path.isPresent()) {
				versions.put(tool.getKey(), version(path.get(), tool.getValue()));
			}
		}
		return versions;
	}

	private static String version(Path tool, List<String> options) throws IOException {
		List<String> command = Stream.concat(Stream.of(tool.toString()), options.stream()).toList();
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
				process.destroyForcibly();
			}
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			Thread.currentThread().interrupt();
		}
		Matcher number = NUMBER.matcher(output);
		return number.find() ? number.group() : "unknown";
	}

}
