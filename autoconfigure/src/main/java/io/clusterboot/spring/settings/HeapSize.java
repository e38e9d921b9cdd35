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
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a size of memory as a JVM ({@code 512m}) or Spring Boot ({@code 512MB}) writes
 * it, in any case of letters.
 */
final class HeapSize {

	private static final Pattern SIZE = Pattern.compile("(\\d{1,18})\\s*([kmgt]?)b?");

	private static final String UNITS = "kmgt";

	private static final int BITS_OF_A_UNIT = 10;

	private HeapSize() {
	}

	/**
	 * Return the number of bytes, empty if it is no size.
	 */
	static OptionalLong parse(String text) {
		Matcher size = SIZE.matcher(text.strip().toLowerCase(Locale.ROOT));
		if (!size.matches()) {
			return OptionalLong.empty();
		}
		int unit = size.group(2).isEmpty() ? 0 : UNITS.indexOf(size.group(2)) + 1;
		try {
			return OptionalLong.of(Math.multiplyExact(Long.parseLong(size.group(1)), 1L << (BITS_OF_A_UNIT * unit)));
		}
		catch (ArithmeticException ex) {
			return OptionalLong.empty();
		}
	}

}
