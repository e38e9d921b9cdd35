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

package io.clusterboot.spring.settings;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Divides the options of a JVM that are a share of the machine's memory among workers.
 *
 * @param workers the number of workers
 */
record RamShare(int workers) {

	private static final Pattern PERCENTAGE = Pattern
		.compile("(-XX:(?:Max|Min|Initial)RAMPercentage=)(\\d{1,3}(?:\\.\\d{1,9})?)");

	private static final Pattern FRACTION = Pattern.compile("(-XX:(?:Max|Min|Initial)RAMFraction=)(\\d{1,6})");

	/**
	 * Return the option for one worker.
	 */
	Optional<String> divide(String option) {
		if (this.workers == 1) {
			return Optional.of(option);
		}
		Matcher percentage = PERCENTAGE.matcher(option);
		if (percentage.matches()) {
			double share = Double.parseDouble(percentage.group(2)) / this.workers;
			return Optional
				.of(percentage.group(1) + String.format(Locale.ROOT, "%.4f", share).replaceAll("\\.?0+$", ""));
		}
		Matcher fraction = FRACTION.matcher(option);
		return Optional
			.of(fraction.matches() ? fraction.group(1) + Long.parseLong(fraction.group(2)) * this.workers : option);
	}

}
