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

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A list of options that was given as one text, as on a command line or in a variable. A
 * comma inside an option is part of it.
 */
enum OptionList {

	/**
	 * Options of a JVM, separated by commas or white space before a {@code -}. Quotes
	 * keep a part together. The value after an option like {@code --add-opens} is an
	 * element of its own.
	 */
	OF_JVM(Pattern.compile("[,\\s]+"), Pattern.compile("-[A-Za-z-].*", Pattern.DOTALL), Pattern.compile("-[^=:]*")),

	/**
	 * Arguments of the application, separated by commas: a comma in {@code --key=value}
	 * is part of the value unless a {@code -} follows.
	 */
	OF_APPLICATION(Pattern.compile("\\s*,\\s*"), Pattern.compile("-.*", Pattern.DOTALL),
			Pattern.compile("[^-].*|-[^=]*|", Pattern.DOTALL));

	private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"|'[^']*'");

	private final Pattern separator;

	private final Pattern option;

	private final Pattern complete;

	/**
	 * Create a kind of list.
	 * @param separator what may separate two elements
	 * @param option what follows a separator for certain
	 * @param complete an element that every separator ends
	 */
	OptionList(Pattern separator, Pattern option, Pattern complete) {
		this.separator = separator;
		this.option = option;
		this.complete = complete;
	}

	List<String> split(String text) {
		List<String> elements = new ArrayList<>();
		StringBuilder element = new StringBuilder();
		String rest = text.strip();
		while (!rest.isEmpty()) {
			Matcher quoted = QUOTED.matcher(rest);
			Matcher separated = this.separator.matcher(rest);
			if (this == OF_JVM && quoted.lookingAt()) {
				element.append(rest, 1, quoted.end() - 1);
				rest = rest.substring(quoted.end());
			}
			else if (separated.lookingAt() && endsElement(element, rest.substring(separated.end()))) {
				elements.add(element.toString());
				element.setLength(0);
				rest = rest.substring(separated.end());
			}
			else {
				element.append(rest.charAt(0));
				rest = rest.substring(1);
			}
		}
		elements.add(element.toString());
		elements.removeIf(String::isBlank);
		return elements;
	}

	private boolean endsElement(CharSequence element, String following) {
		return following.isEmpty() || this.option.matcher(following).matches()
				|| this.complete.matcher(element).matches();
	}

}
