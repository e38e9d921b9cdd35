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
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Spread;
import io.clusterboot.benchmarks.row.Unit;

/**
 * The charts of the report, as files.
 *
 * @param names the names of the files, by what they show
 */
record Charts(Map<String, String> names) {

	private static final String AIMS = "aims";

	private static final String OVERVIEW = "overview";

	/**
	 * Draw all charts that there are figures for.
	 * @param folder the folder to write them to
	 */
	static Charts write(List<Family> families, RawFigures raw, Path folder) throws IOException {
		Map<String, String> names = new HashMap<>();
		List<Line> lines = families.stream()
			.flatMap((family) -> family.rows().stream())
			.flatMap((row) -> Line.of(row, raw).stream())
			.filter((line) -> line.ratio() != null)
			.toList();
		write(aims(lines), AIMS, folder, names);
		write(overview(lines), OVERVIEW, folder, names);
		for (Family family : families) {
			for (Unit unit : family.charts()) {
				write(chart(family, unit, raw), key(family, unit), folder, names);
			}
		}
		return new Charts(names);
	}

	private static void write(BarChart chart, String key, Path folder, Map<String, String> names) throws IOException {
		Path file = folder.resolve(key + ".svg");
		if (chart.isEmpty()) {
			Files.deleteIfExists(file);
			return;
		}
		chart.write(file);
		names.put(key, file.getFileName().toString());
	}

	private static BarChart aims(List<Line> lines) {
		BarChart chart = new BarChart("Times as good as the other, and the aim");
		lines.stream().filter((line) -> line.aim().exists()).forEach((line) -> {
			String title = line.title().replace("`", "");
			chart.add(title, "measured", line.advantage());
			chart.add(title, "aim", line.row().better().advantage(line.aim().value()));
		});
		return chart;
	}

	/**
	 * What a user cares for, against the obvious other way to do it.
	 */
	private static BarChart overview(List<Line> lines) {
		BarChart chart = new BarChart("Times as good as the other (1: the same)");
		for (Highlight highlight : Highlight.values()) {
			highlight.in(lines).ifPresent((line) -> chart.add(highlight.toString(), "cluster", line.advantage()));
		}
		return chart;
	}

	private static BarChart chart(Family family, Unit unit, RawFigures raw) {
		List<Row> rows = family.rows().stream().filter((row) -> row.unit() == unit).toList();
		BarChart chart = new BarChart("%s, %s (%s)".formatted(family.title(), unit.title(), rows.get(0).better()));
		for (Row row : rows) {
			Map<String, List<Double>> values = raw.of(row).map(RawFigures.Measured::values).orElse(Map.of());
			for (String contestant : row.contestants()) {
				List<Double> figures = values.getOrDefault(contestant, List.of());
				if (!figures.isEmpty()) {
					chart.add(row.title().replace("`", ""), contestant, Spread.of(figures).median());
				}
			}
		}
		return chart;
	}

	private static String key(Family family, Unit unit) {
		String name = family.rows().get(0).family();
		return "%s-%s".formatted(name, unit.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	Optional<String> aims() {
		return Optional.ofNullable(this.names.get(AIMS));
	}

	Optional<String> overview() {
		return Optional.ofNullable(this.names.get(OVERVIEW));
	}

	Optional<String> of(Family family, Unit unit) {
		return Optional.ofNullable(this.names.get(key(family, unit)));
	}

}
