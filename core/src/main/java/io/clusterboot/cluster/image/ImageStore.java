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
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import io.clusterboot.cluster.launch.DirectoryTree;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder of all images of a user. Several masters use it at the same time: an image
 * is written under a temporary name and renamed when it is complete.
 *
 * @param directory the folder
 * @param maxSize the size in bytes above which unused images are removed
 */
record ImageStore(Path directory, long maxSize) {

	private static final String UNFINISHED = "unfinished-";

	private static final String ROOT = "root";

	private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final Logger logger = LoggerFactory.getLogger(ImageStore.class);

	/**
	 * Open the image of a layout, which is written unless it is there and valid.
	 * @throws NoImageException if the folder is not this user's
	 * @throws IOException if the image can't be written
	 */
	ImageFolder open(Layout layout) throws IOException, NoImageException {
		Path path = this.directory.resolve(layout.key());
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			requireTrusted(this.directory);
			requireTrusted(path);
			try {
				return ImageFolder.open(path);
			}
			catch (IOException ex) {
				logger.warn("The image {} is damaged and made again: {}", path, ex.getMessage());
				new DirectoryTree(Files.move(path, unusedName(), StandardCopyOption.ATOMIC_MOVE)).delete();
			}
		}
		return create(layout, path);
	}

	private ImageFolder create(Layout layout, Path path) throws IOException, NoImageException {
		Files.createDirectories(this.directory, PRIVATE);
		requireTrusted(this.directory);
		Path unfinished = Files.createDirectory(unusedName(), PRIVATE);
		boolean moved = false;
		try {
			ImageFolder.write(unfinished, layout);
			Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
			moved = true;
		}
		catch (FileAlreadyExistsException | DirectoryNotEmptyException ex) {
			logger.debug("Another master wrote {} at the same time", path, ex);
		}
		finally {
			if (!moved) {
				new DirectoryTree(unfinished).delete();
			}
		}
		return ImageFolder.open(path);
	}

	private Path unusedName() {
		return this.directory.resolve(UNFINISHED + ProcessHandle.current().pid() + "-" + System.nanoTime());
	}

	/**
	 * Code of another user is not run, unless that is the superuser, who can do anything.
	 */
	private static void requireTrusted(Path path) throws IOException, NoImageException {
		PosixFileAttributes attributes = Files.readAttributes(path, PosixFileAttributes.class,
				LinkOption.NOFOLLOW_LINKS);
		String owner = attributes.owner().getName();
		Set<PosixFilePermission> permissions = attributes.permissions();
		if (!owner.equals(System.getProperty("user.name")) && !owner.equals(ROOT)) {
			throw new NoImageException(
					"%s is owned by %s (expected: by %s)".formatted(path, owner, System.getProperty("user.name")));
		}
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw new NoImageException("%s has mode %s (expected: writable for nobody but its owner)".formatted(path,
					PosixFilePermissions.toString(permissions)));
		}
	}

	/**
	 * Remove what dead processes left behind, and the images that were not used for
	 * longest, until the rest is small enough.
	 * @param open the images that this process has open
	 */
	void clean(Set<Path> open) {
		try {
			List<Path> images = new ArrayList<>();
			try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.directory, Files::isDirectory)) {
				for (Path folder : folders) {
					if (!isUnfinished(folder)) {
						images.add(folder);
						removeTemporaryFiles(folder);
					}
				}
			}
			images.sort(Comparator.comparing(ImageFolder::lastUsed));
			long size = 0;
			for (Path image : images) {
				size += sizeOf(image);
			}
			for (Path image : images) {
				if (size <= this.maxSize) {
					return;
				}
				size -= open.contains(image) ? 0 : removeUnused(image);
			}
		}
		catch (IOException ex) {
			logger.debug("{} cannot be cleaned", this.directory, ex);
		}
	}

	/**
	 * Remove a folder that is not complete, unless its process is alive.
	 */
	private static boolean isUnfinished(Path folder) throws IOException {
		String name = folder.getFileName().toString();
		if (!name.startsWith(UNFINISHED)) {
			return false;
		}
		if (isOfDeadProcess(name.substring(UNFINISHED.length()))) {
			new DirectoryTree(folder).delete();
		}
		return true;
	}

	/**
	 * Remove what dead processes left in an image.
	 */
	private static void removeTemporaryFiles(Path image) throws IOException {
		try (DirectoryStream<Path> files = Files.newDirectoryStream(image, ClassArchive.TEMPORARY_PREFIX + "*")) {
			for (Path file : files) {
				if (isOfDeadProcess(file.getFileName().toString().substring(ClassArchive.TEMPORARY_PREFIX.length()))) {
					Files.deleteIfExists(file);
				}
			}
		}
	}

	/**
	 * Return whether a name begins with the pid of a process that has ended.
	 */
	private static boolean isOfDeadProcess(String name) {
		String pid = name.split("-")[0];
		return pid.matches("\\d{1,18}") && ProcessHandle.of(Long.parseLong(pid)).isEmpty();
	}

	private static long sizeOf(Path image) throws IOException {
		try (Stream<Path> files = Files.walk(image)) {
			return files.map(Path::toFile).filter((file) -> file.isFile()).mapToLong((file) -> file.length()).sum();
		}
	}

	private long removeUnused(Path image) throws IOException {
		if (ImageFolder.isInUse(image) || commandLines().anyMatch((line) -> line.contains(image.toString()))) {
			return 0;
		}
		long size = sizeOf(image);
		new DirectoryTree(Files.move(image, unusedName(), StandardCopyOption.ATOMIC_MOVE)).delete();
		logger.info("Removed the image {}, unused since {}, as all images exceed {} MB", image,
				ImageFolder.lastUsed(image), this.maxSize / 1024 / 1024);
		return size;
	}

	/**
	 * Workers outlive a killed master for the time of their drain.
	 */
	private static Stream<String> commandLines() {
		return ProcessHandle.allProcesses().map((process) -> process.info().commandLine()).flatMap(Optional::stream);
	}

}
