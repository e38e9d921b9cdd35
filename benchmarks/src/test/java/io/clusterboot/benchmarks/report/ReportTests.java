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
import java.util.Set;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.bench.Session;
import io.clusterboot.benchmarks.bench.Tools;
import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Better;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import io.clusterboot.benchmarks.row.Unit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private static final Row RATE = Row.of("some/rate", "requests", Unit.PER_SECOND, Better.HIGHER, "ours")
		.against("theirs", Aim.atLeast(1.5))
		.against("absent", Aim.atLeast(1));

	private static final Row TIME = Row.of("some/time", "a start", Unit.SECONDS, Better.LOWER, "ours")
		.aiming(Aim.atMost(2))
		.against("theirs", Aim.atMost(1));

	private static final List<Family> FAMILIES = List.of(new SomeFamily());

	@TempDir
	Path directory;

	@Test
	void tellsMediansSpreadRatiosAndAims() throws IOException {
		Report report = open(false);
		report.add(Map.of(RATE, Map.of("ours", List.of(300.0, 100.0, 200.0), "theirs", List.of(100.0, 100.0, 100.0))));
		assertThat(Files.readString(report.write(FAMILIES, null)))
			.contains("| requests | ours | 200/s (100–300) | theirs | 100/s | 2.00 | 1.00–3.00 | ≥ 1.50 | met |")
			.contains("1 of 1 aims are met")
			.doesNotContain("absent", "a start");
		assertThat(this.directory.resolve("performance/some-per-second.svg")).content().contains("<svg");
		assertThat(this.directory.resolve("performance/some-seconds.svg")).doesNotExist();
	}

	@Test
	void tellsMissedAims() throws IOException {
		Report report = open(false);
		report.add(Map.of(TIME, Map.of("ours", List.of(3.0), "theirs", List.of(2.0))));
		assertThat(Files.readString(report.write(FAMILIES, null))).contains("0 of 2 aims are met")
			.contains("- a start: ours: 3.00 s, aim ≤ 2.00")
			.contains("- a start: ours ÷ theirs: 1.50, aim ≤ 1.00")
			.contains("| a start | ours | 3.00 s | theirs | 2.00 s | 1.50 | 1.50–1.50 | ≤ 1.00 | **missed** |");
	}

	@Test
	void keepsFiguresOfOtherRows() throws IOException {
		open(false).add(Map.of(TIME, Map.of("ours", List.of(1.0))));
		Report report = open(false);
		report.add(Map.of(RATE, Map.of("ours", List.of(7.0))));
		assertThat(Files.readString(report.write(FAMILIES, null))).contains("1.00 s", "7/s");
	}

	@Test
	void replacesFiguresOfTheSameRow() throws IOException {
		open(false).add(Map.of(TIME, Map.of("ours", List.of(1.0))));
		Report report = open(false);
		report.add(Map.of(TIME, Map.of("ours", List.of(3.0))));
		assertThat(Files.readString(report.write(FAMILIES, null))).contains("3.00 s").doesNotContain("1.00 s");
	}

	@Test
	void appendsFiguresWhenAsked() throws IOException {
		open(false).add(Map.of(TIME, Map.of("ours", List.of(1.0))));
		Report report = open(true);
		report.add(Map.of(TIME, Map.of("ours", List.of(3.0))));
		report.add(Map.of(TIME, Map.of("ours", List.of(3.0, 5.0))));
		assertThat(Files.readString(report.write(FAMILIES, null))).contains("3.00 s (1.00–5.00)");
	}

	@Test
	void keepsWhatPeopleWrote() throws IOException {
		Report report = open(false);
		report.add(Map.of(TIME, Map.of("ours", List.of(1.0))));
		Path file = report.write(FAMILIES, null);
		Files.writeString(file, MarkdownReport.LIMITS.replace(Files.readString(file), "\nThe disk.\n"));
		assertThat(Files.readString(report.write(FAMILIES, null))).contains("-->\nThe disk.\n<!--");
	}

	@Test
	void writesTheReadmeBetweenTheMarkers() throws IOException {
		Path readme = this.directory.resolve("README.md");
		Files.writeString(readme, "before\n<!-- figures -->old<!-- /figures -->\nafter\n");
		Report report = open(false);
		report.add(Map.of(TIME, Map.of("ours", List.of(1.0), "theirs", List.of(1.0))));
		report.write(FAMILIES, readme);
		assertThat(readme).content()
			.startsWith("before\n<!-- figures -->")
			.endsWith("<!-- /figures -->\nafter\n")
			.contains("[performance](performance.md)")
			.doesNotContain("old");
	}

	private Report open(boolean append) throws IOException {
		return Report.open(this.directory, new Tools(), append);
	}

	private static final class SomeFamily implements Family {

		@Override
		public String title() {
			return "Something";
		}

		@Override
		public String description() {
			return "Measured by hand.";
		}

		@Override
		public List<Row> rows() {
			return List.of(RATE, TIME);
		}

		@Override
		public Set<String> shortRows() {
			return Set.of();
		}

		@Override
		public int rounds() {
			return 1;
		}

		@Override
		public Set<Unit> charts() {
			return Set.of(Unit.PER_SECOND, Unit.SECONDS);
		}

		@Override
		public Session open(Bench bench, Selection selection) {
			throw new IllegalStateException("Measured by hand");
		}

	}

}
