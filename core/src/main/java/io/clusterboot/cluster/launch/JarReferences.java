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

package io.clusterboot.cluster.launch;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other jars and directories that the manifest of a jar adds to the class path.
 *
 * @param values the relative references in {@code Class-Path}
 */
public record JarReferences(List<String> values) {

	private static final Logger logger = LoggerFactory.getLogger(JarReferences.class);

	public static JarReferences of(Path jar) throws IOException {
		try (JarFile file = new JarFile(jar.toFile(), false)) {
			Manifest manifest = file.getManifest();
			String classPath = (manifest != null) ? manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH)
					: null;
			return new JarReferences(
					(classPath != null && !classPath.isBlank()) ? List.of(classPath.trim().split(" +")) : List.of());
		}
	}

	/**
	 * Resolve the references.
	 * @param jar the path of the jar with the manifest
	 * @return the paths, whether they exist or not; without absolute ones, which mean the
	 * same for a copy
	 */
	public List<Path> from(Path jar) {
		URI base = jar.toUri();
		List<Path> paths = new ArrayList<>();
		for (String value : this.values) {
			try {
				URI uri = URI.create(value);
				if (!uri.isAbsolute() && !value.startsWith("/")) {
					paths.add(Path.of(base.resolve(uri)));
				}
			}
			catch (IllegalArgumentException ex) {
				logger.debug("The JVM ignores {} in the Class-Path of {}", value, jar, ex);
			}
		}
		return paths;
	}

}
