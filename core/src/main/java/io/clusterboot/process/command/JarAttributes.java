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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * The main attributes in the manifest of an executable jar.
 *
 * @param attributes the attributes, none without a manifest
 */
record JarAttributes(Attributes attributes) {

	static JarAttributes of(LaunchTarget.Jar jar) {
		try (JarFile file = new JarFile(new File(jar.path()))) {
			Manifest manifest = file.getManifest();
			return new JarAttributes((manifest != null) ? manifest.getMainAttributes() : new Attributes());
		}
		catch (IOException ex) {
			throw new UncheckedIOException("-jar: " + jar.path() + " (expected: a readable jar)", ex);
		}
	}

	Optional<String> mainClass() {
		return Optional.ofNullable(this.attributes.getValue(Attributes.Name.MAIN_CLASS));
	}

	/**
	 * Return the VM options that open packages as the manifest does when the jar is
	 * launched.
	 */
	List<String> moduleOptions() {
		return Stream
			.concat(packages("Add-Exports").map("--add-exports="::concat),
					packages("Add-Opens").map("--add-opens="::concat))
			.toList();
	}

	private Stream<String> packages(String name) {
		String value = this.attributes.getValue(name);
		return (value != null) ? Stream.of(value.trim().split("\\s+")).map((each) -> each + "=ALL-UNNAMED")
				: Stream.empty();
	}

}
