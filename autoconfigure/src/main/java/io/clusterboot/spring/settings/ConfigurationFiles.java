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

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginLookup;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.Resource;

/**
 * Finds the configuration files outside the application that Spring loaded, or would have
 * loaded from the working directory if they had existed.
 */
public final class ConfigurationFiles {

	private static final List<String> DEFAULTS = List.of("application.properties", "application.yml",
			"application.yaml", "config/application.properties", "config/application.yml", "config/application.yaml");

	private ConfigurationFiles() {
	}

	/**
	 * Find the files.
	 * @param environment the environment, after Spring loaded the files
	 * @return the files, each once
	 */
	public static List<Path> of(ConfigurableEnvironment environment) {
		Set<Path> files = new LinkedHashSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> enumerable && source instanceof OriginLookup<?>
					&& source.getName().startsWith("Config ")) {
				namesOf(enumerable).map((name) -> OriginLookup.getOrigin(source, name))
					.forEach((origin) -> addFileOf(origin, files));
			}
		}
		if (!environment.containsProperty("spring.config.location")) {
			DEFAULTS.forEach((name) -> files.add(Path.of(name)));
		}
		return List.copyOf(files);
	}

	private static Stream<String> namesOf(EnumerablePropertySource<?> source) {
		return Stream.of(source.getPropertyNames());
	}

	private static void addFileOf(@Nullable Origin origin, Set<Path> files) {
		Resource resource = (origin instanceof TextResourceOrigin text) ? text.getResource() : null;
		if (resource == null || !resource.isFile()) {
			return;
		}
		try {
			File file = resource.getFile();
			Path path = file.toPath().normalize();
			Path here = Path.of("").toAbsolutePath();
			files.add(path.isAbsolute() && path.startsWith(here) ? here.relativize(path) : path);
		}
		catch (IOException ex) {
			// Not a file after all
		}
	}

}
