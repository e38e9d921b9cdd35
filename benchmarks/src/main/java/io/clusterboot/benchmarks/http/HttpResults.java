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

package io.clusterboot.benchmarks.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * The results of all trials, and the tables.
 */
final class HttpResults {

	private static final int REQUESTS = 1000;

	private static final double MICROS_PER_MILLI = 1000;

	private final Map<Load, Map<Cluster, List<Trial>>> trials = new EnumMap<>(Load.class);

	private final Map<Cluster, Double> memory = new EnumMap<>(Cluster.class);

	void add(Load load, Cluster cluster, Trial trial) {
		this.trials.computeIfAbsent(load, (key) -> new EnumMap<>(Cluster.class))
			.computeIfAbsent(cluster, (key) -> new ArrayList<>())
			.add(trial);
	}

	void memory(Cluster cluster, double megabytes) {
		this.memory.put(cluster, megabytes);
	}

	/**
	 * Return medians, the ratio of the medians, the lowest and highest ratio of two
	 * trials of the same round, and what 1,000 requests cost.
	 */
	String toMarkdown() {
		StringBuilder tables = new StringBuilder(
				"| load | ours | requests/s | peer | requests/s | ratio | of the rounds | aim | |\n|---|---|---|---|---|---|---|---|---|\n");
		for (Comparison comparison : Comparison.all()) {
			List<Trial> ours = trials(comparison.load(), comparison.ours());
			List<Trial> theirs = trials(comparison.load(), comparison.peer());
			if (!ours.isEmpty() && !theirs.isEmpty()) {
				tables.append(line(comparison, ours, theirs));
			}
		}
		tables.append(
				"\n| load | cluster | requests/s | CPU ms per 1,000 requests | of which the master | memory |\n|---|---|---|---|---|---|\n");
		this.trials.forEach((load,
				clusters) -> clusters.forEach((cluster,
						all) -> tables.append("| %s | %s | %,.0f | %.0f | %.1f | %.0f MB |%n".formatted(load, cluster,
								median(all, Trial::rate), median(all, Trial::worked) * REQUESTS / MICROS_PER_MILLI,
								median(all, Trial::masterWorked) * REQUESTS / MICROS_PER_MILLI,
								this.memory.getOrDefault(cluster, 0.0)))));
		return tables.toString();
	}

	private static String line(Comparison comparison, List<Trial> ours, List<Trial> theirs) {
		double our = median(ours, Trial::rate);
		double their = median(theirs, Trial::rate);
		double ratio = our / their;
		double[] rounds = IntStream.range(0, Math.min(ours.size(), theirs.size()))
			.mapToDouble((round) -> ours.get(round).rate() / theirs.get(round).rate())
			.sorted()
			.toArray();
		String verdict = (comparison.aim() == 0) ? "– |"
				: "%.1f | %s".formatted(comparison.aim(), (ratio >= comparison.aim()) ? "met" : "**missed**");
		return "| %s | %s | %,.0f | %s | %,.0f | %.2f | %.2f–%.2f | %s |%n".formatted(comparison.load(),
				comparison.ours(), our, comparison.peer(), their, ratio, rounds[0], rounds[rounds.length - 1], verdict);
	}

	private List<Trial> trials(Load load, Cluster cluster) {
		return this.trials.getOrDefault(load, Map.of()).getOrDefault(cluster, List.of());
	}

	private static double median(List<Trial> trials, ToDoubleFunction<Trial> value) {
		double[] sorted = trials.stream().mapToDouble(value).sorted().toArray();
		int middle = sorted.length / 2;
		return (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
	}

}
