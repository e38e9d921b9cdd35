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

package io.clusterboot.test.process;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.clusterboot.test.application.ApplicationMain;

/**
 * An application on the class path of the tests.
 *
 * @param sources its classes: a single one with a {@code main} method is the main class,
 * others are the sources of a {@code SpringApplication}
 */
public record ClassPathProgram(List<Class<?>> sources) implements Program {

	/**
	 * Create a program.
	 */
	public ClassPathProgram {
		if (sources.isEmpty()) {
			throw new IllegalArgumentException("No class of the application (expected: at least one)");
		}
		sources = List.copyOf(sources);
	}

	@Override
	public List<String> words(TestFolder folder) {
		List<String> words = new ArrayList<>(List.of("-cp", classPath()));
		Class<?> first = this.sources.get(0);
		if (this.sources.size() == 1 && hasMain(first)) {
			words.add(first.getName());
		}
		else {
			words.add("-D" + ApplicationMain.SOURCES + "="
					+ this.sources.stream().map(Class::getName).collect(Collectors.joining(",")));
			words.add(ApplicationMain.class.getName());
		}
		return List.copyOf(words);
	}

	/**
	 * Return the class path of the tests. Maven's own is a jar that lists it.
	 */
	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path", ""));
	}

	private static boolean hasMain(Class<?> type) {
		try {
			Method main = type.getDeclaredMethod("main", String[].class);
			return Modifier.isPublic(main.getModifiers()) && Modifier.isStatic(main.getModifiers());
		}
		catch (NoSuchMethodException ex) {
			return false;
		}
	}

	@Override
	public void replace(TestFolder folder, Path jar) {
		throw new IllegalStateException(
				"The cluster runs from the class path of the tests (expected, to roll to %s: a cluster of a jar)"
					.formatted(jar));
	}

}
