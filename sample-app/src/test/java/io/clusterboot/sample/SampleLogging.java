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

package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The logging systems that the sample logs with.
 */
enum SampleLogging {

	/**
	 * That of the packaged sample.
	 */
	LOGBACK("logging.logback.rollingpolicy.") {

		@Override
		SampleCommand sample() {
			return SampleCommand.sample();
		}

	},

	/**
	 * That of {@code spring-boot-starter-log4j2}: the libraries of the sample, with those
	 * of Log4j in place of those of Logback.
	 */
	LOG4J2("logging.log4j2.rollingpolicy.") {

		@Override
		SampleCommand sample() {
			String classPath = Stream
				.concat(Stream.of(Path.of("target", "classes").toAbsolutePath()),
						Stream.concat(jars(SampleServer.REACTOR_NETTY.extractedJar().resolveSibling("lib")),
								jars(Path.of("target", "log4j").toAbsolutePath())))
				.map(Path::toString)
				.collect(Collectors.joining(":"));
			return SampleCommand.sample().program("-cp", classPath, SampleApplication.class.getName());
		}

		private Stream<Path> jars(Path directory) {
			try (Stream<Path> files = Files.list(directory)) {
				return files.filter((file) -> !file.getFileName().toString().matches("(logback-|log4j-to-slf4j-).*"))
					.sorted()
					.toList()
					.stream();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	};

	private final String rotation;

	SampleLogging(String rotation) {
		this.rotation = rotation;
	}

	/**
	 * Return how to start the sample with it.
	 */
	abstract SampleCommand sample();

	/**
	 * Return the argument for a key of the rotation.
	 */
	String rotation(String key, String value) {
		return "--" + this.rotation + key + "=" + value;
	}

}
