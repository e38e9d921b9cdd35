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
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Tools;
import io.clusterboot.benchmarks.row.Row;
import org.jspecify.annotations.Nullable;

/**
 * The files of the report: {@code performance.md}, and in the folder {@code performance}
 * the raw figures and the charts. Figures are on disk as soon as they are added, so a run
 * that is interrupted has lost none of them.
 */
public final class Report {

	private static final String NAME = "performance";

	private final Path directory;

	private final Machine machine;

	private final boolean append;

	private final RawFigures before;

	private RawFigures raw;

	private Report(Path directory, Machine machine, boolean append, RawFigures raw) {
		this.directory = directory;
		this.machine = machine;
		this.append = append;
		this.before = raw;
		this.raw = raw;
	}

	/**
	 * Open a report, which may have figures of an earlier run.
	 * @param directory the folder of the report
	 * @param tools the programs of this machine
	 * @param append whether new figures of a row follow those there are, instead of
	 * taking their place
	 * @return the report
	 * @throws IOException if its files cannot be read
	 */
	public static Report open(Path directory, Tools tools, boolean append) throws IOException {
		Path absolute = directory.toAbsolutePath();
		Files.createDirectories(absolute.resolve(NAME));
		return new Report(absolute, Machine.inspect(tools), append, RawFigures.read(file(absolute)));
	}

	private static Path file(Path directory) {
		return directory.resolve(NAME).resolve("figures.json");
	}

	/**
	 * Add figures, and write the file of raw figures.
	 * @param figures all figures of the run so far, of each contestant in each row
	 * @throws IOException if the file cannot be written
	 */
	public void add(Map<Row, Map<String, List<Double>>> figures) throws IOException {
		Map<Row, Map<String, List<Double>>> added = new LinkedHashMap<>();
		figures.forEach((row, values) -> added.put(row,
				this.append ? this.before.appended(row, this.machine, values) : values));
		this.raw = this.raw.with(this.machine, LocalDate.now().toString(), added);
		this.raw.write(file(this.directory));
	}

	/**
	 * Write the charts, and the report.
	 * @param families all families
	 * @param readme a file with a part for the most important figures, or {@code null}
	 * @return the report
	 * @throws IOException if a file cannot be written
	 */
	public Path write(List<Family> families, @Nullable Path readme) throws IOException {
		List<Family> measured = families.stream()
			.filter((family) -> family.rows().stream().anyMatch((row) -> !Line.of(row, this.raw).isEmpty()))
			.toList();
		Charts charts = Charts.write(measured, this.raw, this.directory.resolve(NAME));
		Path report = this.directory.resolve(NAME + ".md");
		String before = Files.exists(report) ? Files.readString(report) : "";
		Files.writeString(report, MarkdownReport.of(measured, this.raw, charts, NAME, before));
		if (readme != null) {
			Path from = readme.toAbsolutePath().resolveSibling("");
			Path folder = this.directory.resolve(NAME);
			Optional<String> chart = charts.overview().map((name) -> from.relativize(folder.resolve(name)).toString());
			String snippet = ReadmeSnippet.of(measured, this.raw, from.relativize(report).toString(), chart);
			Files.writeString(readme, ReadmeSnippet.MARKERS.replace(Files.readString(readme), snippet));
		}
		return report;
	}

}
