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

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import org.jspecify.annotations.Nullable;

/**
 * The results of all trials, and the table.
 */
final class Results {

	private static final String DEPTH_100 = "handles, depth 100";

	private static final String DEPTH_10000 = "handles, depth 10,000";

	/**
	 * Rates vary by this share without a cause, so a rate this much lower does not count
	 * as lower.
	 */
	private static final double NO_LOSS = 0.9;

	private final Map<Row, Map<Contestant, List<Measurement>>> results = new LinkedHashMap<>();

	void add(Row row, Contestant contestant, Measurement measurement) {
		this.results.computeIfAbsent(row, (key) -> new EnumMap<>(Contestant.class))
			.computeIfAbsent(contestant, (key) -> new ArrayList<>())
			.add(measurement);
	}

	String toMarkdown() {
		StringBuilder table = new StringBuilder();
		table.append(
				"| | ours | peer | | ratio | of the trials | aim | | CPU µs, ours | peer |\n|---|---|---|---|---|---|---|---|---|---|\n");
		this.results.forEach((row, measured) -> row.peers()
			.entrySet()
			.stream()
			.sorted(Map.Entry.comparingByKey())
			.forEach((peer) -> table.append(line(row, peer.getKey(), peer.getValue(), measured))));
		appendLoss(table);
		return table.toString();
	}

	private static String line(Row row, Contestant peer, double aim, Map<Contestant, List<Measurement>> measured) {
		List<Measurement> ours = measured.getOrDefault(Contestant.OURS, List.of());
		List<Measurement> theirs = measured.getOrDefault(peer, List.of());
		return "| %s | %s | %s | %s | %s |%n".formatted(row.title(), row.format(median(ours)),
				row.format(median(theirs)), peer, ratio(ours, theirs, aim));
	}

	/**
	 * A longer queue should not make the next handle slower.
	 */
	private void appendLoss(StringBuilder table) {
		List<Measurement> shallow = ours(DEPTH_100);
		List<Measurement> deep = ours(DEPTH_10000);
		if (shallow.isEmpty() || deep.isEmpty()) {
			return;
		}
		table.append("| handles, depth 10,000 against 100 | %,.0f/s | %,.0f/s | ours, 100 | %s |%n"
			.formatted(rate(median(deep)), rate(median(shallow)), ratio(deep, shallow, NO_LOSS)));
	}

	private List<Measurement> ours(String title) {
		return this.results.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().title().equals(title))
			.flatMap((entry) -> entry.getValue().getOrDefault(Contestant.OURS, List.of()).stream())
			.toList();
	}

	/**
	 * The ratio of the medians, and the lowest and highest of two trials that followed
	 * each other.
	 */
	private static String ratio(List<Measurement> ours, List<Measurement> theirs, double aim) {
		Measurement our = median(ours);
		Measurement their = median(theirs);
		if (our == null || their == null) {
			return "– | – | – | | – | –";
		}
		double ratio = our.rate() / their.rate();
		double lowest = Double.MAX_VALUE;
		double highest = 0;
		for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
			double single = ours.get(i).rate() / theirs.get(i).rate();
			lowest = Math.min(lowest, single);
			highest = Math.max(highest, single);
		}
		String verdict = (aim == 0) ? "– | " : "%.1f | %s".formatted(aim, (ratio >= aim) ? "met" : "**missed**");
		return "%.2f | %.2f–%.2f | %s | %s | %s".formatted(ratio, lowest, highest, verdict, cpu(our), cpu(their));
	}

	private static String cpu(Measurement measurement) {
		return (measurement.cpu() != 0) ? "%.1f".formatted(measurement.cpu()) : "–";
	}

	private static double rate(@Nullable Measurement measurement) {
		return (measurement != null) ? measurement.rate() : 0;
	}

	private static @Nullable Measurement median(List<Measurement> measurements) {
		if (measurements.isEmpty()) {
			return null;
		}
		return new Measurement(median(measurements, Measurement::rate), median(measurements, Measurement::cpu),
				percentile(measurements, Measurement::p50), percentile(measurements, Measurement::p99));
	}

	private static @Nullable Double percentile(List<Measurement> measurements, Percentile percentile) {
		for (Measurement measurement : measurements) {
			if (percentile.of(measurement) == null) {
				return null;
			}
		}
		return median(measurements, (measurement) -> {
			Double value = percentile.of(measurement);
			return (value != null) ? value : 0;
		});
	}

	private static double median(List<Measurement> measurements, ToDoubleFunction<Measurement> value) {
		List<Double> values = measurements.stream()
			.map(value::applyAsDouble)
			.sorted(Comparator.naturalOrder())
			.toList();
		int middle = values.size() / 2;
		return (values.size() % 2 == 1) ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
	}

	private interface Percentile {

		@Nullable Double of(Measurement measurement);

	}

}
