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

package io.clusterboot.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.clusterboot.benchmarks.bench.Tools;

/**
 * The machine that figures come from, and the versions of what was measured on it.
 *
 * @param processors the number of processors of this process
 * @param model the model of the processors
 * @param memory the memory in GB
 * @param kernel the version of the kernel
 * @param jvm the version of the JVM
 * @param tools the versions of other programs, by their names
 */
record Machine(int processors, String model, long memory, String kernel, String jvm, Map<String, String> tools) {

	private static final long KILOBYTES_PER_GIGABYTE = 1024 * 1024;

	/**
	 * Return this machine.
	 */
	static Machine inspect(Tools tools) throws IOException {
		long kilobytes = Long.parseLong(value("/proc/meminfo", "MemTotal", "0").replaceAll("\\D", ""));
		return new Machine(Runtime.getRuntime().availableProcessors(), value("/proc/cpuinfo", "model name", "unknown"),
				Math.round((double) kilobytes / KILOBYTES_PER_GIGABYTE),
				System.getProperty("os.name") + " " + System.getProperty("os.version"),
				"%s %s".formatted(System.getProperty("java.vm.name"), Runtime.version()), tools.versions());
	}

	private static String value(String file, String name, String otherwise) throws IOException {
		List<String> lines = Files.readAllLines(Path.of(file));
		return lines.stream()
			.filter((line) -> line.startsWith(name))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse(otherwise);
	}

	@Override
	public String toString() {
		String versions = this.tools.entrySet()
			.stream()
			.map((tool) -> tool.getKey() + " " + tool.getValue())
			.collect(Collectors.joining(", "));
		return "%d × %s, %d GB, %s, %s; %s".formatted(this.processors, this.model, this.memory, this.kernel, this.jvm,
				versions);
	}

}
