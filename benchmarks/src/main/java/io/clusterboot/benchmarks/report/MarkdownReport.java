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
import java.util.stream.Collectors;

import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Spread;
import io.clusterboot.benchmarks.row.Unit;

/**
 * The report: the machine, the aims, and for each family a table and charts.
 */
final class MarkdownReport {

	/**
	 * The part that people write: it is kept.
	 */
	static final Markers LIMITS = new Markers("what limits");

	private static final String NO_LIMITS = "\n\n";

	private final RawFigures raw;

	private final StringBuilder text = new StringBuilder();

	private MarkdownReport(RawFigures raw) {
		this.raw = raw;
	}

	/**
	 * Return the text of the report.
	 * @param families the families that have figures
	 * @param charts the charts there are
	 * @param folder the folder of the charts, as seen from the report
	 * @param before the report that this one takes the place of, or nothing
	 */
	static String of(List<Family> families, RawFigures raw, Charts charts, String folder, String before) {
		MarkdownReport report = new MarkdownReport(raw);
		report.head(families, charts, folder);
		families.forEach((family) -> report.family(family, charts, folder));
		report.text.append("\n## What limits\n\n").append(LIMITS.wrap(LIMITS.read(before, NO_LIMITS))).append('\n');
		return report.text.toString();
	}

	private void head(List<Family> families, Charts charts, String folder) {
		this.text
			.append("""
					# Performance

					Written by the [benchmark suite](../../benchmarks/README.md) from [raw figures](%s/figures.json); only the last
					section is written by hand. Contestants have turns on the same machine in the same run. Tables show medians, with
					the lowest and the highest in parentheses, the ratio of two medians, and the lowest and highest ratio of a round.

					"""
				.formatted(folder));
		for (int index = 0; index < this.raw.machines().size(); index++) {
			this.text.append("- %s (%s)%n".formatted(this.raw.machines().get(index), dates(index)));
		}
		List<Line> judged = families.stream()
			.flatMap((family) -> family.rows().stream())
			.flatMap((row) -> Line.of(row, this.raw).stream())
			.filter((line) -> line.met().isPresent())
			.toList();
		List<Line> missed = judged.stream().filter((line) -> !line.met().orElse(true)).toList();
		this.text
			.append("%n## Aims%n%n%d of %d aims are met.%n".formatted(judged.size() - missed.size(), judged.size()));
		if (!missed.isEmpty()) {
			this.text.append("%nMissed:%n%n".formatted());
			missed.forEach((line) -> this.text
				.append("- %s: %s, aim %s%n".formatted(line.title(), judgedValue(line), line.aim())));
		}
		chart(charts.aims(), "Aims", folder);
	}

	private String dates(int machine) {
		return this.raw.rows()
			.values()
			.stream()
			.filter((row) -> row.machine() == machine)
			.map(RawFigures.Measured::date)
			.distinct()
			.sorted()
			.collect(Collectors.joining(", "));
	}

	private void family(Family family, Charts charts, String folder) {
		this.text.append("%n## %s%n%n%s%n%n".formatted(family.title(), family.description()));
		this.text
			.append("| | | | against | | ratio | of the rounds | aim | |\n|---|---|---|---|---|---|---|---|---|\n");
		for (Row row : family.rows()) {
			Line.of(row, this.raw).forEach(this::line);
		}
		for (Unit unit : family.charts()) {
			chart(charts.of(family, unit), family.title(), folder);
		}
	}

	private void line(Line line) {
		Unit unit = line.row().unit();
		List<String> cells = new ArrayList<>(
				List.of(line.row().title(), line.row().subject(), spread(unit, line.subject())));
		Spread other = line.other();
		cells.add((line.reference() != null) ? line.reference() : "");
		cells.add((other != null) ? spread(unit, other) : "");
		Spread ratio = line.ratio();
		cells.add((ratio != null) ? "%.2f".formatted(ratio.median()) : "");
		cells.add((ratio != null) ? "%.2f–%.2f".formatted(ratio.lowest(), ratio.highest()) : "");
		cells.add((line.reference() == null && line.aim().exists())
				? "%s %s".formatted(line.aim(), unit.title()).strip() : line.aim().toString());
		cells.add(line.met().map((met) -> met ? "met" : "**missed**").orElse(""));
		this.text.append("| %s |%n".formatted(String.join(" | ", cells)));
	}

	private static String judgedValue(Line line) {
		return (line.reference() == null) ? line.row().unit().format(line.subject().median())
				: line.judged().map("%.2f"::formatted).orElse("");
	}

	private static String spread(Unit unit, Spread spread) {
		if (spread.lowest() == spread.highest()) {
			return unit.format(spread.median());
		}
		return "%s (%s–%s)".formatted(unit.format(spread.median()), unit.number(spread.lowest()),
				unit.number(spread.highest()));
	}

	private void chart(Optional<String> file, String title, String folder) {
		file.ifPresent((name) -> this.text.append("%n![%s](%s/%s)%n".formatted(title, folder, name)));
	}

}
