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

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import io.clusterboot.benchmarks.bench.Effort;
import io.clusterboot.benchmarks.bench.Family;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Selection;
import org.jspecify.annotations.Nullable;

/**
 * The command line.
 *
 * @param effort how long things are warmed up and measured
 * @param only found in the id of each row to measure
 * @param rounds the number of rounds of every family, or -1 for its own
 * @param report the folder of the report
 * @param append whether figures follow those that the report has
 * @param readme a file with a part for the most important figures
 */
record Options(Effort effort, Pattern only, int rounds, Path report, boolean append, @Nullable Path readme) {

	private static final String USAGE = """
			Options:
			  --short          one round of a few rows, little warm-up: shows that it runs, not how fast it is
			  --only=<regex>   rows whose id (family/row) matches
			  --rounds=<n>     rounds of every family; 0 writes the report from the figures that there are
			  --report=<dir>   folder of the report (target/report); the figures of other rows that it has are kept
			  --append         figures are added to those that the report has, as further rounds
			  --readme=<file>  writes the most important figures between the markers of this file
			  --list           prints the ids of all rows""";

	/**
	 * Parse the command line.
	 * @param arguments its words
	 * @param report the folder of the report unless the command line says so
	 * @throws IllegalArgumentException if there is no such option
	 */
	static Options parse(String[] arguments, Path report) {
		Options options = new Options(Effort.FULL, Pattern.compile(""), -1, report, false, null);
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			String name = (equals < 0) ? argument : argument.substring(0, equals);
			String value = argument.substring(equals + 1);
			options = switch (name) {
				case "--short" -> options.with(Effort.SHORT);
				case "--only" -> options.with(Pattern.compile(value));
				case "--rounds" -> options.with(Integer.parseInt(value));
				case "--report" -> options.reporting(Path.of(value), options.append, options.readme);
				case "--append" -> options.reporting(options.report, true, options.readme);
				case "--readme" -> options.reporting(options.report, options.append, Path.of(value));
				default -> throw new IllegalArgumentException("%s%n%s".formatted(argument, USAGE));
			};
		}
		return options;
	}

	private Options with(Effort wanted) {
		return new Options(wanted, this.only, this.rounds, this.report, this.append, this.readme);
	}

	private Options with(Pattern wanted) {
		return new Options(this.effort, wanted, this.rounds, this.report, this.append, this.readme);
	}

	private Options with(int wanted) {
		return new Options(this.effort, this.only, wanted, this.report, this.append, this.readme);
	}

	private Options reporting(Path wanted, boolean appends, @Nullable Path snippet) {
		return new Options(this.effort, this.only, this.rounds, wanted, appends, snippet);
	}

	/**
	 * Return the rows of a family that are to be measured.
	 */
	Selection select(Family family) {
		List<Row> rows = family.rows()
			.stream()
			.filter((row) -> !this.effort.isShort() || family.shortRows().contains(row.id()))
			.filter((row) -> this.only.matcher(row.id()).find())
			.toList();
		return new Selection(rows);
	}

	/**
	 * Return the number of rounds of a family.
	 */
	int roundsOf(Family family) {
		if (this.rounds >= 0) {
			return this.rounds;
		}
		return this.effort.isShort() ? 1 : family.rounds();
	}

}
