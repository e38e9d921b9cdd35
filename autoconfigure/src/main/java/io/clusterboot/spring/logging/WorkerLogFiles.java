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

package io.clusterboot.spring.logging;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.logging.LogFile;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * The log files that workers write in place of the configured ones: with the slot in the
 * name, unless the name has something of the process already, and with a number where
 * another process still writes a file of that name, such as the old worker of the slot in
 * a rolling restart.
 */
public final class WorkerLogFiles {

	private static final List<String> ROLLED_NAMES = List.of("logging.logback.rollingpolicy.file-name-pattern",
			"logging.log4j2.rollingpolicy.file-name-pattern");

	private static final String TOMCAT = "server.tomcat.accesslog.";

	private static final String JETTY = "server.jetty.accesslog.";

	private static final int MOST_PROCESSES = 100;

	private final ProcessDependence values;

	private final Predicate<Path> claims;

	WorkerLogFiles(ConfigurableEnvironment environment, Predicate<Path> claims) {
		this.values = new ProcessDependence(environment);
		this.claims = claims;
	}

	/**
	 * Create an instance for the files of an application.
	 * @param environment the environment with the configured files
	 * @return the files
	 */
	public static WorkerLogFiles of(ConfigurableEnvironment environment) {
		return new WorkerLogFiles(environment, FileClaims.ofThisProcess()::claim);
	}

	/**
	 * Return a sentence for the log of the master.
	 * @return the sentence, empty if no files are shared
	 */
	public Optional<String> describe() {
		List<String> names = new ArrayList<>();
		String file = logFile();
		if (file != null && !this.values.isOnProcess(logFileKey())) {
			names.add(new FileName(file).with("-worker-<slot>"));
		}
		Path tomcat = tomcatFile();
		if (tomcat != null && !isTomcatFileOfProcess()) {
			names.add(tomcat + "-worker-<slot>");
		}
		String jetty = jettyFile();
		if (jetty != null && !this.values.isOnProcess(JETTY + "filename")) {
			names.add(new FileName(jetty).with("-worker-<slot>"));
		}
		return names.isEmpty() ? Optional.empty()
				: Optional.of("Each worker writes log files of its own: " + String.join(", ", names));
	}

	/**
	 * Choose and claim the files of a worker.
	 * @param slot the slot of the worker
	 * @return the properties that name them
	 */
	public Map<String, Object> choose(int slot) {
		Map<String, Object> properties = new LinkedHashMap<>();
		String file = logFile();
		if (file != null) {
			chooseLogFile(slot, file, properties);
		}
		Path tomcat = tomcatFile();
		if (tomcat != null) {
			Suffix suffix = choose(suffix(slot, isTomcatFileOfProcess()), tomcat.toString());
			properties.put(TOMCAT + "prefix", suffix.appendTo(tomcatPrefix()));
		}
		String jetty = jettyFile();
		if (jetty != null) {
			Suffix suffix = choose(suffix(slot, this.values.isOnProcess(JETTY + "filename")), jetty);
			properties.put(JETTY + "filename", new FileName(jetty).with(suffix.text()));
		}
		return properties;
	}

	private void chooseLogFile(int slot, String file, Map<String, Object> properties) {
		Suffix suffix = choose(suffix(slot, this.values.isOnProcess(logFileKey())), file);
		properties.put(LogFile.FILE_NAME_PROPERTY, new FileName(file).with(suffix.text()));
		for (String key : ROLLED_NAMES) {
			String pattern = this.values.value(key);
			if (pattern != null && !this.values.isOnLogFile(key)) {
				String text = suffix(slot, this.values.isOnProcess(key)) + suffix.numberText();
				properties.put(key, new FileName(pattern).with(text));
			}
		}
	}

	private static String suffix(int slot, boolean isOfProcess) {
		return isOfProcess ? "" : "-worker-" + slot;
	}

	/**
	 * Find the first name that no other process has.
	 */
	private Suffix choose(String base, String file) {
		for (int number = 1; number < MOST_PROCESSES; number++) {
			Suffix suffix = new Suffix(base, number);
			if (this.claims.test(Path.of(new FileName(file).with(suffix.text())))) {
				return suffix;
			}
		}
		return new Suffix(base, MOST_PROCESSES);
	}

	private String logFileKey() {
		String name = this.values.value(LogFile.FILE_NAME_PROPERTY);
		return (name != null && !name.isEmpty()) ? LogFile.FILE_NAME_PROPERTY : LogFile.FILE_PATH_PROPERTY;
	}

	/**
	 * Return the log file, none if its name has a part that only the logging system
	 * knows, such as the pid, which makes it another one in each process.
	 */
	private @Nullable String logFile() {
		String value = this.values.value(logFileKey());
		if (value == null || value.isEmpty() || value.contains("${")) {
			return null;
		}
		return logFileKey().equals(LogFile.FILE_NAME_PROPERTY) ? value : Path.of(value, "spring.log").toString();
	}

	/**
	 * Return the begin of the names of Tomcat's access log, none where each process has a
	 * directory of its own anyway.
	 */
	private @Nullable Path tomcatFile() {
		if (!isEnabled(TOMCAT)) {
			return null;
		}
		Path directory = Path.of(valueOr(TOMCAT + "directory", "logs"));
		String base = this.values.value("server.tomcat.basedir");
		if (!directory.isAbsolute()) {
			if (base == null) {
				return null;
			}
			directory = Path.of(base).resolve(directory);
		}
		return directory.resolve(tomcatPrefix());
	}

	private String tomcatPrefix() {
		return valueOr(TOMCAT + "prefix", "access_log");
	}

	private boolean isTomcatFileOfProcess() {
		return Stream.of(TOMCAT + "prefix", TOMCAT + "suffix", TOMCAT + "directory", "server.tomcat.basedir")
			.anyMatch(this.values::isOnProcess);
	}

	/**
	 * Return the file of Jetty's access log, none if it goes to the standard error.
	 */
	private @Nullable String jettyFile() {
		String file = isEnabled(JETTY) ? this.values.value(JETTY + "filename") : null;
		return (file == null || file.isEmpty()) ? null : file;
	}

	private boolean isEnabled(String prefix) {
		return Boolean.parseBoolean(this.values.value(prefix + "enabled"));
	}

	private String valueOr(String key, String fallback) {
		String value = this.values.value(key);
		return (value != null) ? value : fallback;
	}

	/**
	 * What is added to a name.
	 *
	 * @param base the slot, or nothing
	 * @param number which of the names with that base, from 1
	 */
	private record Suffix(String base, int number) {

		private String text() {
			return this.base + numberText();
		}

		private String numberText() {
			return (this.number == 1) ? "" : "-" + this.number;
		}

		private String appendTo(String text) {
			return text + text();
		}

	}

}
