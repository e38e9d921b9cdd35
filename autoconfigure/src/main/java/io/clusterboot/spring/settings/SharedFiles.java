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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds JVM options that name one file for several processes, which overwrite it for each
 * other.
 *
 * @param directory the working directory of the workers
 */
record SharedFiles(Path directory) {

	/**
	 * What makes the name of a file another one in each process.
	 */
	private static final Pattern DISTINCT = Pattern.compile("%p|%t|%\\{");

	private static final List<Pattern> FILES = List.of(
			Pattern.compile("-Xlog:[^:]*:(?:file=)?(?!std(?:out|err)(?::|$))(\"[^\"]*\"|[^:]+)(?::.*)?"),
			Pattern.compile("-Xloggc:(.+)"), Pattern.compile("-XX:(?:HeapDumpPath|ErrorFile|LogFile)=(.+)"),
			Pattern.compile("-XX:StartFlightRecording(?:=|:)(?:.*,)?filename=([^,]+)(?:,.*)?"));

	/**
	 * Return what to warn of: one sentence for each such option.
	 */
	List<String> warnings(Stream<String> options) {
		return options.filter((option) -> file(option).filter(this::isShared).isPresent())
			.distinct()
			.map(("The JVM option '%s' names one file for several processes. Put %%p (the pid) or %%{slot} into the name, "
					+ "or leave the option out of the workers with 'cluster.worker.excluded-jvm-args'.")::formatted)
			.toList();
	}

	private static Optional<String> file(String option) {
		return FILES.stream()
			.map((pattern) -> pattern.matcher(option))
			.filter(Matcher::matches)
			.map((matcher) -> matcher.group(1))
			.findFirst();
	}

	/**
	 * In a directory, each process chooses a name of its own.
	 */
	private boolean isShared(String file) {
		return !DISTINCT.matcher(file).find() && !file.startsWith("/dev/")
				&& !Files.isDirectory(this.directory.resolve(file));
	}

}
