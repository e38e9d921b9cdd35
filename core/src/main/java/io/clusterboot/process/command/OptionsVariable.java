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

package io.clusterboot.process.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The value of an environment variable that holds VM options: words separated by white
 * space, with single or double quotes around parts that contain some.
 *
 * @param value the value as the environment has it
 */
record OptionsVariable(String value) {

	/**
	 * The variables that a JVM reads options from.
	 */
	static final List<String> NAMES = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	/**
	 * The variable that is read after the command line.
	 */
	private static final String LAST = "_JAVA_OPTIONS";

	/**
	 * Return the options that are read before those of the command line.
	 */
	static Stream<String> before(Map<String, String> environment) {
		return options(environment, NAMES.stream().filter((name) -> !name.equals(LAST)));
	}

	/**
	 * Return the options that are read after those of the command line.
	 */
	static Stream<String> after(Map<String, String> environment) {
		return options(environment, Stream.of(LAST));
	}

	private static Stream<String> options(Map<String, String> environment, Stream<String> names) {
		return names.map(environment::get)
			.filter(Objects::nonNull)
			.flatMap((value) -> new OptionsVariable(value).options().stream());
	}

	List<String> options() {
		List<String> options = new ArrayList<>();
		replaceEach((option) -> {
			options.add(option);
			return Optional.of(option);
		});
		return options;
	}

	/**
	 * Return a value with some options replaced.
	 * @param replacement maps an option to its replacement, empty to drop it
	 * @return the new value; other options keep their spelling
	 */
	String replaceEach(Function<String, Optional<String>> replacement) {
		StringBuilder result = new StringBuilder();
		int position = 0;
		while (position < this.value.length()) {
			int start = position;
			while (start < this.value.length() && Character.isWhitespace(this.value.charAt(start))) {
				start++;
			}
			StringBuilder option = new StringBuilder();
			int end = read(start, option);
			if (end > start) {
				Optional<String> replaced = replacement.apply(option.toString());
				if (replaced.isPresent()) {
					boolean same = replaced.get().contentEquals(option);
					result.append(result.isEmpty() ? "" : " ");
					result.append(same ? this.value.substring(start, end) : quote(replaced.get()));
				}
			}
			position = Math.max(end, start + 1);
		}
		return result.toString();
	}

	private int read(int start, StringBuilder option) {
		char quote = 0;
		int position = start;
		for (; position < this.value.length(); position++) {
			char c = this.value.charAt(position);
			if (quote == 0 && Character.isWhitespace(c)) {
				return position;
			}
			if (quote == 0 && (c == '"' || c == '\'')) {
				quote = c;
			}
			else if (c == quote) {
				quote = 0;
			}
			else {
				option.append(c);
			}
		}
		return position;
	}

	private static String quote(String option) {
		if (option.chars().noneMatch((c) -> Character.isWhitespace(c) || c == '"' || c == '\'')) {
			return option;
		}
		return '"' + option.replace("\"", "\"'\"'\"") + '"';
	}

}
