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
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipException;

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

	private static final FileAttribute<Set<PosixFilePermission>> PRIVATE = PosixFilePermissions
		.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

	private static final Logger logger = LoggerFactory.getLogger(ImageStore.class);

	/**
	 * Return the folder of the image of a layout, whether it exists or not.
	 */
	Path path(Layout layout) {
		return this.directory.resolve(layout.key());
	}

	/**
	 * Open the image of a layout, which is written unless it is there and valid.
	 * @throws NoImageException if the folder is not this user's, or the image can't be
	 * used
	 * @throws IOException if the image can't be read or written
	 */
	ImageFolder open(Layout layout) throws IOException, NoImageException {
		Path path = path(layout);
		if (path.toString().indexOf(':') >= 0) {
			throw new NoImageException("%s has a colon, which separates the elements of a class path".formatted(path));
		}
		if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
			TrustedFolder.requireWithParents(this.directory);
			TrustedFolder.require(path);
			Optional<ImageFolder> present = openPresent(layout, path);
			if (present.isPresent()) {
				return present.get();
			}
		}
		return create(layout, path);
	}

	private Optional<ImageFolder> openPresent(Layout layout, Path path) throws IOException, NoImageException {
		try {
			Optional<ImageFolder> opened = ImageFolder.open(path, false);
			if (opened.filter(ImageFolder::isPresent).isPresent()) {
				return opened;
			}
			opened.ifPresent(ImageFolder::close);
			logger.warn("Files of the image {} are missing and made again", path);
			complete(layout, path);
			return ImageFolder.open(path, false);
		}
		catch (ZipException ex) {
			logger.warn("The image {} is damaged and made again: {}", path, ex.getMessage());
			if (!remove(path)) {
				throw new NoImageException("%s is damaged, and in use by another cluster".formatted(path));
			}
			return Optional.empty();
		}
	}

	private void complete(Layout layout, Path path) throws IOException {
		Path unfinished = Files.createDirectory(TemporaryName.unfinished(this.directory), PRIVATE);
		try {
			ImageFolder.write(unfinished, layout);
			new DirectoryTree(unfinished).moveMissingTo(path);
		}
		finally {
			new DirectoryTree(unfinished).delete();
		}
	}

	private ImageFolder create(Layout layout, Path path) throws IOException, NoImageException {
		Files.createDirectories(this.directory, PRIVATE);
		TrustedFolder.requireWithParents(this.directory);
		Path unfinished = Files.createDirectory(TemporaryName.unfinished(this.directory), PRIVATE);
		boolean moved = false;
		try {
			ImageFolder.write(unfinished, layout);
			Files.move(unfinished, path, StandardCopyOption.ATOMIC_MOVE);
			moved = true;
		}
		catch (FileSystemException ex) {
			if (!Files.isDirectory(path)) {
				throw ex;
			}
			logger.debug("Another master wrote {} at the same time", path, ex);
		}
		finally {
			if (!moved) {
				new DirectoryTree(unfinished).delete();
			}
		}
		return ImageFolder.open(path, moved)
			.orElseThrow(() -> new NoImageException("%s is removed by another cluster".formatted(path)));
	}

	/**
	 * Remove what dead processes left behind, and the images that were not used for
	 * longest, until the rest is small enough.
	 */
	void clean() {
		List<Path> images = new ArrayList<>();
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(this.directory,
				(folder) -> Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS))) {
			for (Path folder : folders) {
				if (TemporaryName.isLeftover(folder)) {
					new DirectoryTree(folder).delete();
				}
				else if (folder.getFileName().toString().matches("[0-9a-f]{32}")) {
					images.add(folder);
				}
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("{} cannot be cleaned", this.directory, ex);
			return;
		}
		images.sort(Comparator.comparing(ImageFolder::lastUsed));
		long size = images.stream().mapToLong(ImageStore::sizeOf).sum();
		for (Path image : images) {
			size -= clean(image, size > this.maxSize);
		}
	}

	/**
	 * Clean an image.
	 * @param removed whether to remove it, if it is not in use
	 * @return how many bytes were freed by that
	 */
	private long clean(Path image, boolean removed) {
		try {
			TemporaryName.removeLeftovers(image);
			long size = sizeOf(image);
			FileTime lastUsed = ImageFolder.lastUsed(image);
			if (removed && commandLines().noneMatch((line) -> line.contains(image.toString())) && remove(image)) {
				logger.info("Removed the image {}, unused since {}, as all images exceed {} MB", image, lastUsed,
						this.maxSize / 1024 / 1024);
				return size;
			}
		}
		catch (IOException | DirectoryIteratorException ex) {
			logger.debug("{} cannot be cleaned", image, ex);
		}
		return 0;
	}

	private static long sizeOf(Path image) {
		try (Stream<Path> files = Files.walk(image)) {
			return files.map(Path::toFile).filter((file) -> file.isFile()).mapToLong((file) -> file.length()).sum();
		}
		catch (IOException | UncheckedIOException ex) {
			logger.debug("{} cannot be read", image, ex);
			return 0;
		}
	}

	/**
	 * Remove an image.
	 * @return {@code false} if it is in use
	 */
	private boolean remove(Path image) throws IOException {
		Optional<FolderLock> lock = ImageFolder.exclude(image);
		if (lock.isEmpty()) {
			return false;
		}
		Path removed = TemporaryName.unfinished(this.directory);
		try {
			// Still locked, so that nobody opens it before it has gone
			Files.move(image, removed, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			lock.get().close();
		}
		new DirectoryTree(removed).delete();
		return true;
	}

	/**
	 * Workers outlive a killed master for the time of their drain.
	 */
	private static Stream<String> commandLines() {
		return ProcessHandle.allProcesses().map((process) -> process.info().commandLine()).flatMap(Optional::stream);
	}

}
