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

package io.clusterboot.benchmarks.process;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Command lines of JVMs like this one.
 */
public final class JavaProgram {

	private static final int NATIVE_ACCESS_VERSION = 24;

	private JavaProgram() {
	}

	/**
	 * Return the command line of a class of the suite.
	 * @param jvmOptions the options of the JVM
	 * @param mainClass the class
	 * @param arguments its arguments
	 * @return the command line
	 */
	public static List<String> ofClass(List<String> jvmOptions, Class<?> mainClass, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(java(), "-cp", classPath(), "-Dslf4j.internal.verbosity=ERROR"));
		if (Runtime.version().feature() >= NATIVE_ACCESS_VERSION) {
			command.add("--enable-native-access=ALL-UNNAMED");
			command.add("--sun-misc-unsafe-memory-access=allow");
		}
		command.addAll(jvmOptions);
		command.add(mainClass.getName());
		command.addAll(arguments);
		return command;
	}

	/**
	 * Return the command line of a packaged application.
	 * @param jvmOptions the options of the JVM
	 * @param jar the application
	 * @param arguments its arguments
	 * @return the command line
	 */
	public static List<String> ofJar(List<String> jvmOptions, Path jar, List<String> arguments) {
		List<String> command = new ArrayList<>(List.of(java()));
		command.addAll(jvmOptions);
		command.addAll(List.of("-jar", jar.toString()));
		command.addAll(arguments);
		return command;
	}

	/**
	 * Return the class path of this JVM, for one that may run in another folder.
	 */
	private static String classPath() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String java() {
		return Path.of(System.getProperty("java.home"), "bin", "java").toString();
	}

}
