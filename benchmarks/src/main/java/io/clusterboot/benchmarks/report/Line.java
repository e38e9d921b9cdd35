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
import java.util.Map;
import java.util.Optional;

import io.clusterboot.benchmarks.row.Aim;
import io.clusterboot.benchmarks.row.Row;
import io.clusterboot.benchmarks.row.Spread;
import org.jspecify.annotations.Nullable;

/**
 * A line of a table: the subject of a row, and one that it is compared with, if there is
 * one.
 *
 * @param row the row
 * @param subject the figures of the subject
 * @param reference the one that it is compared with
 * @param other the figures of that one
 * @param ratio the ratio, or the figure itself if nothing is compared
 * @param aim what the ratio should be
 */
record Line(Row row, Spread subject, @Nullable String reference, @Nullable Spread other, @Nullable Spread ratio,
		Aim aim) {

	/**
	 * Return the lines of a row for which there are figures.
	 */
	static List<Line> of(Row row, RawFigures raw) {
		Map<String, List<Double>> values = raw.of(row).map(RawFigures.Measured::values).orElse(Map.of());
		List<Double> ours = values.getOrDefault(row.subject(), List.of());
		List<Line> lines = new ArrayList<>();
		if (ours.isEmpty()) {
			return lines;
		}
		Spread subject = Spread.of(ours);
		for (Row.Reference reference : row.references()) {
			List<Double> theirs = values.getOrDefault(reference.contestant(), List.of());
			if (!theirs.isEmpty()) {
				Spread ratio = Spread.ofRatio(ours, theirs);
				lines.add(new Line(row, subject, reference.contestant(), Spread.of(theirs),
						ratio.isNumber() ? ratio : null, reference.aim()));
			}
		}
		if (lines.isEmpty() || row.aim().exists()) {
			lines.add(0, new Line(row, subject, null, null, null, row.aim()));
		}
		return lines;
	}

	/**
	 * Return the value that the aim is about.
	 */
	Optional<Double> judged() {
		if (this.reference == null) {
			return Optional.of(this.subject.median());
		}
		return Optional.ofNullable(this.ratio).map(Spread::median);
	}

	/**
	 * Return how many times as good the subject is, 0 if nothing is compared.
	 */
	double advantage() {
		return (this.ratio != null) ? this.row.better().advantage(this.ratio.median()) : 0;
	}

	/**
	 * Return whether the aim is met, if there is one and a value to judge.
	 */
	Optional<Boolean> met() {
		return this.aim.exists() ? judged().map(this.aim::isMetBy) : Optional.empty();
	}

	String title() {
		return (this.reference == null) ? "%s: %s".formatted(this.row.title(), this.row.subject())
				: "%s: %s ÷ %s".formatted(this.row.title(), this.row.subject(), this.reference);
	}

}
