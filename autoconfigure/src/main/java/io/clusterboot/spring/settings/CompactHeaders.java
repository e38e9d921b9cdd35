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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.process.command.JavaCommand;

/**
 * Decides whether the objects of a worker have compact headers, which make its heap
 * smaller. They are a product option since Java 25, and without an archive of the JDK's
 * own classes for them a worker would start slower.
 *
 * @param jvm this JVM
 */
record CompactHeaders(ThisJvm jvm) {

	private static final int FIRST_JAVA = 25;

	private static final String OPTION = "-XX:+UseCompactObjectHeaders";

	private static final Path ARCHIVE = Path.of("lib", "server", "classes_coh.jsa");

	/**
	 * Options that decide it, or name an archive.
	 */
	private static final List<String> DECISIONS = List.of(OPTION, "-XX:-UseCompactObjectHeaders",
			"-XX:-UseCompressedClassPointers", "-XX:SharedArchiveFile=", "-XX:AOTCache=", "-Xshare:");

	/**
	 * Return the option to add, empty if the worker runs on another JVM, has no archive
	 * for it, or has options that decide it.
	 * @param command the command line of a worker so far
	 * @param environment the environment of a worker, which may hold options too
	 */
	Optional<String> missingIn(JavaCommand command, Map<String, String> environment) {
		boolean wanted = this.jvm.feature() >= FIRST_JAVA && Files.isRegularFile(this.jvm.home().resolve(ARCHIVE))
				&& this.jvm.runs(command)
				&& DECISIONS.stream().noneMatch((option) -> command.hasVmOption(option, environment));
		return wanted ? Optional.of(OPTION) : Optional.empty();
	}

}
