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

import java.time.Duration;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * Checks that values are in their range, and names the key, the value and the expectation
 * of one that is not.
 */
final class ValueChecks {

	private ValueChecks() {
	}

	static Duration positive(String key, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new InvalidConfigurationPropertyValueException(key, value, "Expected a time of more than 0.");
		}
		return value;
	}

	static Duration atLeast(String key, Duration value, Duration least, String name) {
		if (value.compareTo(least) < 0) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Expected a time of at least %s.".formatted(name));
		}
		return value;
	}

	static long atLeast(String key, long value, long least) {
		if (value < least) {
			throw new InvalidConfigurationPropertyValueException(key, value,
					"Expected a number of at least %d.".formatted(least));
		}
		return value;
	}

	/**
	 * Parse a number of at least 1, or "auto".
	 * @param auto what "auto" stands for
	 */
	static int numberOrAuto(String key, String value, int auto) {
		if (value.trim().equalsIgnoreCase("auto")) {
			return auto;
		}
		try {
			int number = Integer.parseInt(value.trim());
			if (number >= 1) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// reported below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException(key, value, "Expected auto, or a number of at least 1.");
	}

	static int atLeast(String key, int value, int least) {
		return (int) atLeast(key, (long) value, (long) least);
	}

}
