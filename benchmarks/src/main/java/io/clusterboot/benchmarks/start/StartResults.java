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
package io.clusterboot.benchmarks.start;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The figures of all rounds, and the table.
 */
final class StartResults {

	private final Map<StartRow, List<Pair>> pairs = new EnumMap<>(StartRow.class);

	void add(StartRow row, double ours, double theirs) {
		System.out.printf("  %s: %.2f ÷ %.2f%n", row, ours, theirs);
		this.pairs.computeIfAbsent(row, (key) -> new ArrayList<>()).add(new Pair(ours, theirs));
	}

	/**
	 * Return medians, the ratio of the medians, and the lowest and highest ratio of a
	 * round.
	 */
	String toMarkdown() {
		StringBuilder table = new StringBuilder(
				"| | ours | the other | ratio | of the rounds | aim | |\n|---|---|---|---|---|---|---|\n");
		this.pairs.forEach((row, all) -> table.append(line(row, all)));
		return table.toString();
	}

	private static String line(StartRow row, List<Pair> all) {
		double ours = median(all.stream().mapToDouble(Pair::ours).toArray());
		double theirs = median(all.stream().mapToDouble(Pair::theirs).toArray());
		double[] ratios = IntStream.range(0, all.size())
			.mapToDouble((round) -> all.get(round).ours() / all.get(round).theirs())
			.sorted()
			.toArray();
		String verdict = (row.aim() == 0) ? "– | |"
				: "≤ %.2f | %s |".formatted(row.aim(), (ours / theirs <= row.aim()) ? "met" : "**missed**");
		return "| %s | %.2f | %.2f | %.2f | %.2f–%.2f | %s%n".formatted(row, ours, theirs, ours / theirs, ratios[0],
				ratios[ratios.length - 1], verdict);
	}

	private static double median(double[] values) {
		double[] sorted = IntStream.range(0, values.length).mapToDouble((index) -> values[index]).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

	private record Pair(double ours, double theirs) {

	}

}
