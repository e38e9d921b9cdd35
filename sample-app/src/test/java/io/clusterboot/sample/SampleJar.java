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
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

/**
 * A jar of the sample that is deployed anew, version by version, as a deployment does it:
 * the next one is complete when it takes the place of the last one.
 *
 * @param file the jar
 */
record SampleJar(Path file) {

	/**
	 * Deploy the packaged sample.
	 * @param directory where
	 */
	static SampleJar deployTo(Path directory) {
		try {
			return new SampleJar(Files.copy(SampleCommand.JAR, directory.resolve("sample.jar")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * How to start it.
	 */
	SampleCommand command() {
		return SampleCommand.sample().program("-jar", this.file.toString());
	}

	/**
	 * Deploy a version without a fault.
	 */
	void deploy(String version) {
		deploy(version, Fault.NONE);
	}

	void deploy(String version, Fault fault) {
		Path next = this.file.resolveSibling("next.jar");
		try {
			Files.copy(SampleCommand.JAR, next);
			try (FileSystem content = FileSystems.newFileSystem(next)) {
				// Beats the application.yml beside it. What is stored stays stored, as
				// Boot needs it.
				Files.writeString(content.getPath("BOOT-INF", "classes", "application.properties"),
						"sample.version=%s%nsample.fault=%s%n".formatted(version, key(fault)));
			}
			Files.move(next, this.file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String key(Fault fault) {
		return fault.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
