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

import java.util.Locale;

/**
 * What a ratio, or a figure by itself, should be.
 *
 * @param lowest the lowest value that meets the aim
 * @param highest the highest value that meets the aim
 */
public record Aim(double lowest, double highest) {

	/**
	 * Nothing is aimed at.
	 */
	public static final Aim NONE = new Aim(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

	/**
	 * Return the aim that a value is not lower than a limit.
	 * @param limit the limit
	 * @return the aim
	 */
	public static Aim atLeast(double limit) {
		return new Aim(limit, Double.POSITIVE_INFINITY);
	}

	/**
	 * Return the aim that a value is not higher than a limit.
	 * @param limit the limit
	 * @return the aim
	 */
	public static Aim atMost(double limit) {
		return new Aim(Double.NEGATIVE_INFINITY, limit);
	}

	/**
	 * Return the aim that a value is close to another.
	 * @param middle the other value
	 * @param tolerance the largest difference
	 * @return the aim
	 */
	public static Aim within(double middle, double tolerance) {
		return new Aim(middle - tolerance, middle + tolerance);
	}

	/**
	 * Return whether there is an aim.
	 * @return {@code false} for {@link #NONE}
	 */
	public boolean exists() {
		return !equals(NONE);
	}

	/**
	 * Return whether a value meets the aim.
	 * @param value the value
	 * @return whether it does
	 */
	public boolean isMetBy(double value) {
		return this.lowest <= value && value <= this.highest;
	}

	/**
	 * Return the value to show as the aim in a chart.
	 * @return the limit, or the middle of both
	 */
	public double value() {
		if (Double.isInfinite(this.lowest)) {
			return this.highest;
		}
		return Double.isInfinite(this.highest) ? this.lowest : (this.lowest + this.highest) / 2;
	}

	@Override
	public String toString() {
		if (!exists()) {
			return "";
		}
		if (Double.isInfinite(this.lowest)) {
			return "≤ " + number(this.highest);
		}
		return Double.isInfinite(this.highest) ? "≥ " + number(this.lowest)
				: number(this.lowest) + "–" + number(this.highest);
	}

	private static String number(double value) {
		return (value == Math.rint(value) && value >= 10) ? "%.0f".formatted(value)
				: String.format(Locale.ROOT, "%.2f", value);
	}

}
