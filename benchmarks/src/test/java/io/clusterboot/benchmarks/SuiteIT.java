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

package io.clusterboot.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the packaged suite in its short form: that it works, not what it measures.
 */
class SuiteIT {

	private static final Path TARGET = Path.of("target").toAbsolutePath();

	private static final int MINUTES = 5;

	private static final String ROWS = "^(http/json-rate-shared|replace/(failed|kill)|scale/idle-2|ipc/one-way-1kb)$";

	/**
	 * The contestants of these rows, by the tool without which there are none.
	 */
	private static final Map<String, List<String>> CONTESTANTS = Map.of("java",
			List.of("replace/failed: cluster", "replace/kill: cluster", "ipc/one-way-1kb: ClusterBoot",
					"scale/idle-2: ClusterBoot, without Spring"),
			"wrk", List.of("http/json-rate-shared: shared", "http/json-rate-shared: one plain JVM"), "nginx",
			List.of("http/json-rate-shared: nginx, 2 plain JVMs"), "haproxy",
			List.of("http/json-rate-shared: HAProxy, 2 plain JVMs"), "node",
			List.of("http/json-rate-shared: Node SCHED_NONE", "http/json-rate-shared: Node SCHED_RR",
					"replace/kill: Node cluster", "ipc/one-way-1kb: Node"),
			"PM2", List.of("replace/failed: PM2", "replace/kill: PM2"));

	@TempDir
	Path directory;

	@Test
	void measuresAndWritesTheReportAndLeavesNoProcess() throws Exception {
		Path report = this.directory.resolve("report");
		File output = this.directory.resolve("output.txt").toFile();
		Process suite = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
				TARGET.resolve("clusterboot-benchmarks.jar").toString(), "--short", "--only=" + ROWS,
				"--report=" + report)
			.redirectErrorStream(true)
			.redirectOutput(output)
			.start();
		try {
			assertThat(suite.waitFor(MINUTES, TimeUnit.MINUTES)).as("the suite ended").isTrue();
		}
		finally {
			suite.destroy();
		}
		String log = Files.readString(output.toPath());
		assertThat(suite.exitValue()).as(log).isZero();
		assertThat(figures(report.resolve("performance/figures.json"))).as(log).isEqualTo(expected(log));
		assertThat(Files.readString(report.resolve("performance.md"))).contains("## Aims", "## Replacing workers",
				"| failed requests meanwhile | cluster | 0 |", "## What limits");
		assertThat(report.resolve("performance/aims.svg")).content().startsWith("<?xml").contains("<svg");
		assertThat(report.resolve("performance/scale-millis.svg")).content().contains("<svg");
		assertThat(left()).isEmpty();
	}

	private static TreeSet<String> expected(String log) {
		TreeSet<String> expected = new TreeSet<>();
		CONTESTANTS.forEach((tool, contestants) -> {
			boolean missing = log.contains("Missing tool: %s.".formatted(tool))
					|| tool.equals("PM2") && log.contains("PM2 cannot be installed");
			if (!missing) {
				expected.addAll(contestants);
			}
		});
		if (log.contains("Missing tool: wrk.")) {
			expected.removeIf((contestant) -> contestant.startsWith("http/"));
		}
		return expected;
	}

	/**
	 * Return what has exactly one figure, as there was one round.
	 */
	private static TreeSet<String> figures(Path file) throws IOException {
		TreeSet<String> figures = new TreeSet<>();
		JsonNode rows = JsonMapper.shared().readTree(Files.readString(file)).get("rows");
		rows.properties().forEach((row) -> row.getValue().get("values").properties().forEach((contestant) -> {
			assertThat(contestant.getValue().size()).as("%s, %s", row.getKey(), contestant.getKey()).isOne();
			assertThat(contestant.getValue().get(0).isNumber()).isTrue();
			figures.add(row.getKey() + ": " + contestant.getKey());
		}));
		return figures;
	}

	/**
	 * Return the processes that run in a folder of the suite, as all do that it starts.
	 */
	private static List<String> left() {
		try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
			return all.filter((process) -> directory(process).startsWith(TARGET.resolve("work").toString()))
				.map((process) -> process.info().toString())
				.toList();
		}
	}

	private static String directory(ProcessHandle process) {
		try {
			return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd")).toString();
		}
		catch (IOException ex) {
			// It has ended, or belongs to somebody else
			return "";
		}
	}

}
