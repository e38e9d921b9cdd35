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

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Works out the value of {@value #KEY}.
 */
public final class WorkerCount {

	public static final String KEY = "cluster.workers";

	/**
	 * Largest number of workers; a larger one is rejected as a probable mistake.
	 */
	static final int MAX = 1024;

	/**
	 * Smallest heap, in bytes, that "auto" gives to each worker.
	 */
	private static final long MIN_HEAP = 128L * 1024 * 1024;

	private WorkerCount() {
	}

	/**
	 * Return the number of workers.
	 * @param value the configured value, {@code null} when unset
	 * @param processors the number of processors "auto" stands for
	 * @param maxHeap the heap, in bytes, that bounds "auto"
	 * @return 0 for a standalone application
	 * @throws InvalidConfigurationPropertyValueException if it is neither a number nor
	 * auto
	 */
	public static int resolve(@Nullable String value, int processors, long maxHeap) {
		if (!StringUtils.hasText(value)) {
			return 0;
		}
		String text = value.trim();
		if (text.toLowerCase(Locale.ROOT).equals("auto")) {
			return (int) Math.max(1, Math.min(Math.min(processors, MAX), maxHeap / MIN_HEAP));
		}
		try {
			int number = Integer.parseInt(text);
			if (number >= 0 && number <= MAX) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// reported below, with what is expected
		}
		throw new InvalidConfigurationPropertyValueException(KEY, value,
				"Expected auto, or a number from 0 (standalone) to %d.".formatted(MAX));
	}

}
