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

/**
 * The launcher of Spring Boot, which loads an application from nested jars.
 */
final class BootLauncher {

	private static final String PACKAGE = "org.springframework.boot.loader.";

	private static final String MAIN_PROPERTY = "-Dloader.main=";

	/**
	 * The launcher that reads the main class from a system property.
	 */
	static final LaunchTarget TARGET = new LaunchTarget.MainClass(PACKAGE + "launch.PropertiesLauncher");

	private BootLauncher() {
	}

	static boolean isLauncher(String className) {
		return className.startsWith(PACKAGE);
	}

	static List<String> withMainClass(List<String> vmOptions, String mainClass) {
		List<String> options = new ArrayList<>(vmOptions);
		options.removeIf((option) -> option.startsWith(MAIN_PROPERTY));
		options.add(MAIN_PROPERTY + mainClass);
		return options;
	}

}
