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

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The VM options that hold lists of files and directories.
 */
enum PathOptions {

	CLASSES("-cp", "-classpath", "--class-path"),

	MODULES("-p", "--module-path", "--upgrade-module-path"),

	ALL("-cp", "-classpath", "--class-path", "-p", "--module-path", "--upgrade-module-path");

	private final Set<String> names;

	PathOptions(String... names) {
		this.names = Set.of(names);
	}

	boolean isIn(List<String> vmOptions) {
		return vmOptions.stream()
			.anyMatch((option) -> this.names.contains(option)
					|| (option.indexOf('=') > 0 && this.names.contains(option.substring(0, option.indexOf('=')))));
	}

	/**
	 * Return options with the elements of the lists replaced.
	 * @param vmOptions the options, with values as separate words or after {@code =}
	 * @param replacement maps an element to its replacement
	 * @return new options
	 */
	List<String> replaceEach(List<String> vmOptions, UnaryOperator<String> replacement) {
		List<String> replaced = new ArrayList<>(vmOptions);
		for (int i = 0; i < replaced.size(); i++) {
			String option = replaced.get(i);
			int equals = option.indexOf('=');
			if (equals > 0 && this.names.contains(option.substring(0, equals))) {
				replaced.set(i,
						option.substring(0, equals + 1) + replaceList(option.substring(equals + 1), replacement));
			}
			else if (this.names.contains(option) && i + 1 < replaced.size()) {
				i++;
				replaced.set(i, replaceList(replaced.get(i), replacement));
			}
		}
		return replaced;
	}

	private static String replaceList(String list, UnaryOperator<String> replacement) {
		return Stream.of(list.split(File.pathSeparator, -1))
			.map(replacement)
			.collect(Collectors.joining(File.pathSeparator));
	}

}
