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
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A class-data archive in an image, whether it exists or not. The name of its file has
 * its CRC-32 and size, as the JVM checks only the header.
 *
 * @param folder the folder of the image
 * @param key what it depends on beside the image
 */
record ClassArchive(Path folder, String key) {

	/**
	 * The first Java whose log calls archives caches.
	 */
	private static final int FIRST_JAVA_WITH_AOT_LOG = 24;

	private static final String SUFFIX = ".jsa";

	private static final Logger logger = LoggerFactory.getLogger(ClassArchive.class);

	/**
	 * Return the file of the archive, empty if there is none.
	 */
	Optional<Path> find() {
		try {
			return files().stream().min(Comparator.naturalOrder());
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("{} cannot be read", this.folder, ex);
			return Optional.empty();
		}
	}

	private List<Path> files() throws IOException {
		List<Path> files = new ArrayList<>();
		try (DirectoryStream<Path> found = Files.newDirectoryStream(this.folder, this.key + "-*" + SUFFIX)) {
			found.forEach(files::add);
		}
		return files;
	}

	/**
	 * Read all of an archive.
	 * @return whether it is what was written
	 */
	static boolean isIntact(Path file) {
		try {
			return file.getFileName().toString().endsWith(check(file));
		}
		catch (IOException ex) {
			logger.debug("{} cannot be read", file, ex);
			return false;
		}
	}

	private static String check(Path file) throws IOException {
		ContentCheck content = ContentCheck.of(file);
		return "-%08x-%d%s".formatted(content.crc(), content.size(), SUFFIX);
	}

	/**
	 * Return a file for this process beside the archive.
	 * @param name the end of its name
	 */
	Path temporaryFile(String name) {
		return TemporaryName.of(this.folder, this.key + "-" + name);
	}

	/**
	 * Take over a finished archive, unless another master has made one.
	 * @param finished the archive under another name
	 * @return the file of the archive
	 */
	Path publish(Path finished) throws IOException {
		Optional<Path> present = find();
		if (present.isPresent()) {
			Files.delete(finished);
			return present.get();
		}
		return Files.move(finished, this.folder.resolve(this.key + check(finished)), StandardCopyOption.ATOMIC_MOVE);
	}

	/**
	 * Remove the file of an archive. JVMs that use it go on.
	 */
	static void delete(Path file) {
		try {
			Files.deleteIfExists(file);
		}
		catch (IOException ex) {
			logger.debug("{} cannot be deleted", file, ex);
		}
	}

	/**
	 * Return the options for a JVM to use an archive. Pages are shared between workers
	 * only if the archive is mapped where it was made for. What the JVM says of an
	 * archive that it does not use is not for the application's log.
	 * @param file the file of the archive
	 * @param feature the version of Java
	 */
	static List<String> options(Path file, int feature) {
		List<String> options = new ArrayList<>(List.of("-XX:SharedArchiveFile=" + file, "-Xshare:auto",
				"-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0", "-Xlog:cds*=off"));
		if (feature >= FIRST_JAVA_WITH_AOT_LOG) {
			options.add("-Xlog:aot*=off");
		}
		return options;
	}

	@Override
	public String toString() {
		return this.folder.resolve(this.key + SUFFIX).toString();
	}

}
