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

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * How many workers have to be ready for the cluster to be ready.
 *
 * @param value a number, or a percentage
 * @param percentage which of the two
 */
public record MinReady(int value, boolean percentage) {

	private static final int ALL = 100;

	private static final Pattern FORM = Pattern.compile("(\\d{1,6})\\s*(%?)");

	static MinReady parse(String key, String value) {
		Matcher form = FORM.matcher(value.trim());
		if (form.matches()) {
			MinReady parsed = new MinReady(Integer.parseInt(form.group(1)), !form.group(2).isEmpty());
			if (!parsed.percentage || parsed.value <= ALL) {
				return parsed;
			}
		}
		throw new InvalidConfigurationPropertyValueException(key, value,
				"Expected a number of at least 0, or a percentage from 0% to 100%.");
	}

	/**
	 * Return the number of workers.
	 * @param size how many workers there are meant to be
	 * @return the number, at most that
	 */
	public int of(int size) {
		return this.percentage ? (size * this.value + ALL - 1) / ALL : Math.min(this.value, size);
	}

}
