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

import java.util.List;
import java.util.stream.IntStream;

/**
 * The middle and the ends of some figures.
 *
 * @param lowest the lowest
 * @param median the median
 * @param highest the highest
 */
public record Spread(double lowest, double median, double highest) {

	/**
	 * Return the spread of some figures.
	 * @param values the figures, at least one
	 * @return their spread
	 */
	public static Spread of(List<Double> values) {
		double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
		int middle = sorted.length / 2;
		double median = (sorted.length % 2 == 1) ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
		return new Spread(sorted[0], median, sorted[sorted.length - 1]);
	}

	/**
	 * Return the ratio of two contestants: that of their medians, and the lowest and the
	 * highest of a round.
	 * @param ours the figures of one, at least one
	 * @param theirs the figures of the other, at least one
	 * @return the spread of the ratio
	 */
	public static Spread ofRatio(List<Double> ours, List<Double> theirs) {
		Spread rounds = of(IntStream.range(0, Math.min(ours.size(), theirs.size()))
			.mapToObj((round) -> ours.get(round) / theirs.get(round))
			.toList());
		return new Spread(rounds.lowest, of(ours).median / of(theirs).median, rounds.highest);
	}

	/**
	 * Return whether this is a number: zero divided by zero is none.
	 * @return whether the median is one
	 */
	public boolean isNumber() {
		return Double.isFinite(this.median);
	}

}
