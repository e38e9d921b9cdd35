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

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One image on disk: its files, which never change, a list of them, and the archives that
 * were made of their classes. While this is open, nobody removes it.
 */
final class ImageFolder implements Closeable {

	/**
	 * The list of the files. It is written last, and its time is that of the last use.
	 */
	private static final String LIST = "files.txt";

	private static final String LOCK = "lock";

	private static final Logger logger = LoggerFactory.getLogger(ImageFolder.class);

	private final Path path;

	private final List<Member> members;

	private final FolderLock lock;

	private ImageFolder(Path path, List<Member> members, FolderLock lock) {
		this.path = path;
		this.members = members;
		this.lock = lock;
	}

	/**
	 * Write the files of an image, and the list of them.
	 * @param path the folder, empty
	 */
	static void write(Path path, Layout layout) throws IOException {
		layout.populate(path);
		List<String> lines = new ArrayList<>();
		try (Stream<Path> files = Files.walk(path)) {
			for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
				ContentCheck content = ContentCheck.of(file);
				lines.add(new Member(path.relativize(file).toString(), content.size(), content.crc()).toLine());
			}
		}
		Files.createFile(path.resolve(LOCK));
		Files.write(path.resolve(LIST), lines, StandardCharsets.UTF_8);
	}

	/**
	 * Open an image.
	 * @param verified whether it is known to be what was written; else all of it is read
	 * @return the image, empty if there is none, or its lock or its list is missing
	 * @throws ZipException if it is not what was written
	 * @throws IOException if it can't be read
	 */
	static Optional<ImageFolder> open(Path path, boolean verified) throws IOException {
		Optional<Object> before = identity(path);
		if (before.isEmpty() || !Files.isRegularFile(path.resolve(LIST), LinkOption.NOFOLLOW_LINKS)) {
			return Optional.empty();
		}
		FolderLock lock = FolderLock.share(path.resolve(LOCK));
		boolean opened = false;
		try {
			if (!identity(path).equals(before)) {
				// It was removed before it was locked
				return Optional.empty();
			}
			ImageFolder folder = new ImageFolder(path, members(path), lock);
			if (!verified) {
				for (Member member : folder.members) {
					member.require(path);
				}
			}
			folder.markUsed();
			opened = true;
			return Optional.of(folder);
		}
		finally {
			if (!opened) {
				lock.close();
			}
		}
	}

	private static Optional<Object> identity(Path path) throws IOException {
		Path lock = path.resolve(LOCK);
		return Files.isRegularFile(lock, LinkOption.NOFOLLOW_LINKS) ? Optional.of(Files.getAttribute(lock, "unix:ino"))
				: Optional.empty();
	}

	private static List<Member> members(Path path) throws IOException {
		List<Member> members = new ArrayList<>();
		for (String line : Files.readAllLines(path.resolve(LIST), StandardCharsets.UTF_8)) {
			members.add(Member.parse(line));
		}
		return members;
	}

	/**
	 * Lock an image to remove it.
	 * @return the lock, to be closed by the caller; empty if the image is in use
	 */
	static Optional<FolderLock> exclude(Path path) throws IOException {
		return FolderLock.exclude(path.resolve(LOCK));
	}

	/**
	 * Return when an image was last used, the beginning of time if it is not complete.
	 */
	static FileTime lastUsed(Path path) {
		try {
			return Files.getLastModifiedTime(path.resolve(LIST));
		}
		catch (IOException ex) {
			return FileTime.fromMillis(0);
		}
	}

	Path path() {
		return this.path;
	}

	/**
	 * Return whether all files are there, without reading them.
	 */
	boolean isPresent() {
		return this.members.stream().allMatch((member) -> member.isIn(this.path));
	}

	boolean isWritable() {
		return Files.isWritable(this.path);
	}

	/**
	 * Return the archive for a JVM with certain options, whether it is there or not.
	 */
	ClassArchive archive(String key) {
		return new ClassArchive(this.path, key);
	}

	void markUsed() {
		try {
			Files.setLastModifiedTime(this.path.resolve(LIST), FileTime.from(Instant.now()));
		}
		catch (IOException ex) {
			logger.debug("{} is in use, which cannot be recorded", this.path, ex);
		}
	}

	@Override
	public void close() {
		this.lock.close();
	}

	/**
	 * A file of an image.
	 *
	 * @param name its path relative to the folder
	 */
	private record Member(String name, long size, long crc) {

		static Member parse(String line) throws ZipException {
			String[] parts = line.split(" ", 3);
			try {
				return new Member(parts[2], Long.parseLong(parts[1]), Long.parseLong(parts[0], 16));
			}
			catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				throw new ZipException("%s: \"%s\" (expected: CRC, size and name of a file)".formatted(LIST, line));
			}
		}

		String toLine() {
			return "%08x %d %s".formatted(this.crc, this.size, this.name);
		}

		boolean isIn(Path folder) {
			return Files.isRegularFile(folder.resolve(this.name), LinkOption.NOFOLLOW_LINKS);
		}

		void require(Path folder) throws IOException {
			if (isIn(folder)) {
				ContentCheck.of(folder.resolve(this.name)).require(this.size, this.crc, this.name);
			}
		}

	}

}
