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
package io.clusterboot.cluster.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out whether workers use the archives that they were started with: a JVM that
 * cannot use an archive starts without one and logs nothing. Thread-safe.
 */
final class ArchiveUse {

	private static final Logger logger = LoggerFactory.getLogger(ArchiveUse.class);

	private final Map<Integer, ClassArchive> archives = new HashMap<>();

	/**
	 * A worker is started with an archive.
	 */
	synchronized void started(int workerId, ClassArchive archive) {
		this.archives.put(workerId, archive);
	}

	synchronized void ended(int workerId) {
		this.archives.remove(workerId);
	}

	/**
	 * Look whether a worker has mapped its archive, where the system tells.
	 * @return the archive that it has not mapped, empty if it has, or had none
	 */
	Optional<ClassArchive> unused(int workerId, long pid) {
		ClassArchive archive;
		synchronized (this) {
			archive = this.archives.get(workerId);
		}
		Path maps = Path.of("/proc", Long.toString(pid), "maps");
		if (archive == null || !Files.isReadable(maps)) {
			return Optional.empty();
		}
		try {
			String mapped = Files.readString(maps, StandardCharsets.ISO_8859_1);
			// Empty: the process has just ended
			return (mapped.isEmpty() || mapped.contains(archive.key())) ? Optional.empty() : Optional.of(archive);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be read", maps, ex);
			return Optional.empty();
		}
	}

}
