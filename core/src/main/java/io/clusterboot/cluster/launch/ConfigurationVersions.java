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
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The configuration files outside the application's code, as they were at some time. They
 * are no part of a deployment: a worker that starts later reads what they contain then.
 * An instance is immutable.
 *
 * @param files the version of each file, empty if there was none
 */
public record ConfigurationVersions(Map<Path, Optional<FileVersion>> files) {

	/**
	 * No files.
	 */
	public static final ConfigurationVersions NONE = new ConfigurationVersions(Map.of());

	/**
	 * Look at files now.
	 * @param files the files, which need not exist
	 * @return their versions
	 */
	static ConfigurationVersions of(Collection<Path> files) {
		Map<Path, Optional<FileVersion>> versions = new LinkedHashMap<>();
		files.forEach((file) -> versions.put(file, versionOf(file)));
		return new ConfigurationVersions(versions);
	}

	private static Optional<FileVersion> versionOf(Path file) {
		try {
			return Optional.of(FileVersion.of(file));
		}
		catch (IOException ex) {
			return Optional.empty();
		}
	}

	/**
	 * Look which files are not what they were. Reads the file system.
	 * @return the files that were changed, created or removed
	 */
	public List<Path> changed() {
		return this.files.entrySet()
			.stream()
			.filter((entry) -> !entry.getValue().equals(versionOf(entry.getKey())))
			.map(Map.Entry::getKey)
			.toList();
	}

}
