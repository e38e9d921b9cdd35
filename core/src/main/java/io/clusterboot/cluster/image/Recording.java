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
import java.util.List;

import io.clusterboot.process.command.JavaCommand;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A worker that records which classes it loads, for an archive.
 *
 * @param workerId the worker
 * @param archive the archive that is to be made
 * @param command the command of the worker, from the image
 * @param options the options that the archive depends on
 * @param linked whether the classes are to be linked in the archive
 */
record Recording(int workerId, ClassArchive archive, JavaCommand command, ArchiveOptions options, boolean linked) {

	private static final Logger logger = LoggerFactory.getLogger(Recording.class);

	/**
	 * Return the file that the JVM appends the names of classes to.
	 */
	private Path classes() {
		return this.archive.temporaryFile(this.workerId + ".recording");
	}

	/**
	 * Return the option with which the worker records.
	 */
	String option() {
		return "-XX:DumpLoadedClassList=" + classes();
	}

	/**
	 * Write what was recorded so far to another file. The JVM goes on writing, and its
	 * last line may be incomplete.
	 */
	void copyTo(Path file) throws IOException {
		List<String> lines = List.of(Files.readString(classes(), StandardCharsets.UTF_8).split("\n", -1));
		Files.write(file, lines.subList(0, lines.size() - 1), StandardCharsets.UTF_8);
	}

	void delete() {
		try {
			Files.deleteIfExists(classes());
		}
		catch (IOException ex) {
			logger.debug("{} cannot be deleted", classes(), ex);
		}
	}

}
