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

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.row.Row;

/**
 * The figures that a user cares for, for the README. One that was not measured is left
 * out.
 */
final class ReadmeSnippet {

	static final Markers MARKERS = new Markers("figures");

	private final List<Line> lines;

	private ReadmeSnippet(List<Line> lines) {
		this.lines = lines;
	}

	/**
	 * Return the text between the markers.
	 * @param report the path of the report, as seen from the README
	 * @param chart the path of the chart
	 */
	static String of(List<Family> families, RawFigures raw, String report, Optional<String> chart) {
		ReadmeSnippet snippet = new ReadmeSnippet(families.stream()
			.flatMap((family) -> family.rows().stream())
			.flatMap((row) -> Line.of(row, raw).stream())
			.toList());
		StringBuilder text = new StringBuilder("\n");
		snippet.sentences().forEach((sentence) -> text.append("- ").append(sentence).append('\n'));
		chart.ifPresent((file) -> text.append("\n![A cluster beside other ways](%s)\n".formatted(file)));
		return text.append("\nAll figures, and the machine: [performance](%s).\n\n".formatted(report)).toString();
	}

	private List<String> sentences() {
		List<String> sentences = new ArrayList<>();
		find("replace/failed", "").ifPresent((failed) -> find("replace/roll", "PM2").or(() -> find("replace/roll", ""))
			.ifPresent((roll) -> sentences
				.add("A rolling restart of all workers under load takes %s, and %s requests fail.".formatted(ours(roll),
						ours(failed)))));
		find("start/kill", "").or(() -> find("start/kill", "worker, from its fork"))
			.ifPresent((kill) -> sentences
				.add("A worker that is killed has a replacement that serves after %s%s.".formatted(ours(kill),
						find("start/first-start", "plain JVM")
							.map((plain) -> "; a plain `java -jar` needs %s".formatted(theirs(plain)))
							.orElse(""))));
		find("http/json-rate-shared", "nginx, 2 plain JVMs").ifPresent((nginx) -> sentences
			.add("Two workers serve %s JSON requests: %s times as many as nginx before two JVMs%s.".formatted(
					ours(nginx), ratio(nginx),
					find("http/json-rate-shared", "one plain JVM")
						.map((plain) -> ", %s times as many as one JVM alone".formatted(ratio(plain)))
						.orElse(""))));
		return sentences;
	}

	/**
	 * Find a line.
	 * @param reference the one that the subject is compared with, empty for any
	 */
	private Optional<Line> find(String id, String reference) {
		return this.lines.stream()
			.filter((line) -> line.row().id().equals(id) && (reference.isEmpty() || reference.equals(line.reference())))
			.findFirst();
	}

	private static String ours(Line line) {
		Row row = line.row();
		return row.unit().format(line.subject().median());
	}

	private static String theirs(Line line) {
		return Optional.ofNullable(line.other()).map((other) -> line.row().unit().format(other.median())).orElse("");
	}

	private static String ratio(Line line) {
		return line.judged().map("%.2f"::formatted).orElse("");
	}

}
