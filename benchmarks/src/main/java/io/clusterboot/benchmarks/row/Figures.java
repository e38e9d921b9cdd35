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

package io.clusterboot.benchmarks.row;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The figures of the rows that are measured, one of each contestant in each round. The
 * figures of other rows are dropped. Confined to one thread.
 */
public final class Figures {

	private final Selection selection;

	private final Map<Row, Map<String, List<Double>>> values = new LinkedHashMap<>();

	/**
	 * Create an instance without figures.
	 * @param selection the rows that are measured
	 */
	public Figures(Selection selection) {
		this.selection = selection;
	}

	/**
	 * Add the figure of one round.
	 * @param row the row
	 * @param contestant one of its contestants
	 * @param value the figure
	 * @throws IllegalArgumentException if the row has no such contestant
	 */
	public void add(Row row, String contestant, double value) {
		if (!row.contestants().contains(contestant)) {
			throw new IllegalArgumentException(
					"%s: %s (expected: one of %s)".formatted(row.id(), contestant, row.contestants()));
		}
		if (this.selection.has(row)) {
			System.out.printf("  %s, %s: %s%n", row.id(), contestant, row.unit().format(value));
			this.values.computeIfAbsent(row, (key) -> new LinkedHashMap<>())
				.computeIfAbsent(contestant, (key) -> new ArrayList<>())
				.add(value);
		}
	}

	/**
	 * Return all figures.
	 * @return the figures of each contestant in each row, in the order of the rounds
	 */
	public Map<Row, Map<String, List<Double>>> values() {
		return this.values;
	}

}
