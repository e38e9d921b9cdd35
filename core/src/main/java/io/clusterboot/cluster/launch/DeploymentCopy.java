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
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Copies the jars and directories that one generation of workers runs from. The path of a
 * copy below the target is the path of its original below the root of the file system, so
 * that relative references between jars stay valid.
 */
final class DeploymentCopy {

	private static final Logger logger = LoggerFactory.getLogger(DeploymentCopy.class);

	private static final String WILDCARD = "*";

	/**
	 * Files in directories that are no code are copied up to this size, in bytes. A
	 * larger one is data, and its copy is a link to it.
	 */
	private static final long LARGEST_RESOURCE = 1024 * 1024;

	private final Path workingDirectory;

	private final Path target;

	private final Path excluded;

	private final Map<FileVersion, Path> earlier;

	private final CopyReport report = new CopyReport(System::nanoTime);

	private final Map<FileVersion, Path> copies = new HashMap<>();

	private final Map<Path, Path> done = new HashMap<>();

	private final Set<Path> files = new HashSet<>();

	/**
	 * Create a new instance.
	 * @param workingDirectory the base of relative paths
	 * @param target the directory to copy to, which exists
	 * @param excluded a directory that is never copied: the one that contains the target
	 * @param earlier the copies of other generations, which are never written to
	 */
	DeploymentCopy(Path workingDirectory, Path target, Path excluded, Map<FileVersion, Path> earlier) {
		this.workingDirectory = workingDirectory;
		this.target = target;
		this.excluded = excluded;
		this.earlier = Map.copyOf(earlier);
	}

	/**
	 * Return the copies.
	 * @return the paths of the copies by their originals
	 */
	Map<FileVersion, Path> copies() {
		return this.copies;
	}

	/**
	 * Return every file that was copied or linked.
	 * @return the copies, those of files that are not code among them
	 */
	Set<Path> files() {
		return this.files;
	}

	/**
	 * Tell what was left out.
	 */
	void complete() {
		this.report.complete();
	}

	/**
	 * Copy an element of a class path.
	 * @param path a file, a directory, or a directory with {@code /*} after it
	 * @return the path of the copy, or the same path if there is nothing to copy
	 * @throws IOException if it can't be copied, or was written meanwhile
	 */
	String copy(String path) throws IOException {
		boolean wildcard = path.equals(WILDCARD) || path.endsWith("/" + WILDCARD);
		Path source = resolve(wildcard ? path.substring(0, path.length() - 1) : path);
		if (source == null || !Files.exists(source)) {
			return path;
		}
		if (wildcard) {
			return copyJars(source.toRealPath()) + "/" + WILDCARD;
		}
		Path copy = copy(source);
		return (copy != null) ? copy.toString() : path;
	}

	private @Nullable Path resolve(String path) {
		try {
			return this.workingDirectory.resolve(path);
		}
		catch (InvalidPathException ex) {
			logger.warn("Workers run from {} itself, since it cannot be copied in this locale", path);
			return null;
		}
	}

	/**
	 * Copy a file or a directory. The JVM resolves symbolic links in its class path.
	 */
	private @Nullable Path copy(Path source) throws IOException {
		Path original = source.toRealPath();
		Path copy = this.target.resolve(original.getRoot().relativize(original));
		if (this.done.putIfAbsent(original, copy) == null) {
			if (!Files.isReadable(original)) {
				this.report.unreadable(original);
				this.done.remove(original);
			}
			else if (Files.isDirectory(original)) {
				copyTree(original, copy);
			}
			else if (Files.isRegularFile(original)) {
				copyArchive(original, copy);
			}
			else {
				this.done.remove(original);
			}
		}
		return this.done.get(original);
	}

	private Path copyJars(Path directory) throws IOException {
		Path copies = this.target.resolve(directory.getRoot().relativize(directory));
		Files.createDirectories(copies);
		try (DirectoryStream<Path> jars = Files.newDirectoryStream(directory, "*.{jar,JAR}")) {
			for (Path jar : jars) {
				if (Files.isRegularFile(jar)) {
					copyArchive(jar, copies.resolve(jar.getFileName()));
				}
			}
		}
		return copies;
	}

	private void copyArchive(Path source, Path copy) throws IOException {
		copyUnchanged(source, copy);
		try {
			for (Path referenced : JarReferences.of(copy).from(source.toRealPath())) {
				if (Files.exists(referenced)) {
					copy(referenced);
				}
			}
		}
		catch (ZipException ex) {
			throw new IOException("%s changed while it was copied (expected: a whole jar)".formatted(source), ex);
		}
	}

	private void copyTree(Path source, Path copy) throws IOException {
		Files.walkFileTree(source, Set.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				if (directory.equals(DeploymentCopy.this.excluded)) {
					return FileVisitResult.SKIP_SUBTREE;
				}
				Files.createDirectories(copy.resolve(source.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (attributes.isRegularFile()) {
					copyMember(file, copy.resolve(source.relativize(file)), attributes.size());
				}
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
				if (failure instanceof AccessDeniedException || failure instanceof FileSystemLoopException) {
					DeploymentCopy.this.report.unreadable(file);
				}
				else if (!(failure instanceof NoSuchFileException)) {
					throw failed(file, copy, failure);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/**
	 * Copy a file in a directory. It may change meanwhile, since not every file there is
	 * code: it may be a log.
	 */
	private void copyMember(Path source, Path copy, long size) throws IOException {
		if (!Files.isReadable(source)) {
			this.report.unreadable(source);
			return;
		}
		String name = source.getFileName().toString();
		if (name.endsWith(".class") || name.endsWith(".jar")) {
			copyUnchanged(source, copy);
			return;
		}
		try {
			if (size > LARGEST_RESOURCE) {
				linkToData(source, copy);
				return;
			}
			copyOnce(source, copy);
			this.files.add(copy);
			this.report.copied(source, size);
		}
		catch (NoSuchFileException ex) {
			logger.debug("{} vanished before it was copied", source, ex);
		}
		catch (IOException ex) {
			throw failed(source, copy, ex);
		}
	}

	private void copyUnchanged(Path source, Path copy) throws IOException {
		FileVersion version = FileVersion.of(source);
		Path twin = this.earlier.get(version);
		if (twin == null || !link(twin, copy)) {
			try {
				copyOnce(source, copy);
			}
			catch (IOException ex) {
				throw failed(source, copy, ex);
			}
			if (!FileVersion.of(source).equals(version) || Files.size(copy) != version.size()) {
				throw new IOException("%s changed while it was copied".formatted(source));
			}
		}
		this.copies.put(version, copy);
		this.files.add(copy);
		this.report.copied(source, version.size());
	}

	private static void copyOnce(Path source, Path copy) throws IOException {
		Files.createDirectories(copy.getParent());
		try {
			Files.copy(source, copy, StandardCopyOption.COPY_ATTRIBUTES);
		}
		catch (FileAlreadyExistsException ex) {
			logger.debug("{} is copied already", source, ex);
		}
	}

	private static void linkToData(Path source, Path link) throws IOException {
		try {
			Files.createSymbolicLink(link, source.toAbsolutePath());
		}
		catch (FileAlreadyExistsException ex) {
			logger.debug("{} is linked already", source, ex);
		}
	}

	private static boolean link(Path existing, Path link) throws IOException {
		try {
			Files.createDirectories(link.getParent());
			Files.createLink(link, existing);
			return true;
		}
		catch (FileAlreadyExistsException ex) {
			return true;
		}
		catch (IOException | UnsupportedOperationException ex) {
			logger.debug("{} is copied, since it cannot be linked", existing, ex);
			return false;
		}
	}

	private static IOException failed(Path source, Path copy, IOException cause) {
		return new IOException("Could not copy %s to %s: %s".formatted(source, copy, cause.getMessage()), cause);
	}

}
