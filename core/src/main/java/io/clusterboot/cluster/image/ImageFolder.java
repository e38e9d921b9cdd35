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
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One image on disk: its files, which never change, a list of them, and the archives that
 * were made of their classes. While this is open, other processes of the user do not
 * remove it.
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

	private final @Nullable FileChannel lock;

	private ImageFolder(Path path, List<Member> members, @Nullable FileChannel lock) {
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
	 * Open an image, and read all of it.
	 * @throws IOException if it is not there, or not what was written
	 */
	static ImageFolder open(Path path) throws IOException {
		FileChannel lock = lock(path.resolve(LOCK));
		boolean opened = false;
		try {
			List<Member> members = new ArrayList<>();
			for (String line : Files.readAllLines(path.resolve(LIST), StandardCharsets.UTF_8)) {
				members.add(Member.parse(line));
			}
			for (Member member : members) {
				member.require(path);
			}
			ImageFolder folder = new ImageFolder(path, members, lock);
			folder.markUsed();
			opened = true;
			return folder;
		}
		finally {
			if (!opened && lock != null) {
				lock.close();
			}
		}
	}

	/**
	 * Lock the image for as long as the channel is open. Nothing else opens that file, as
	 * a process loses its locks on a file when it closes any descriptor of the file.
	 * @return {@code null} if the image cannot be locked, as on a file system without
	 * locks; then it is not kept from being removed
	 */
	private static @Nullable FileChannel lock(Path lock) throws IOException {
		FileChannel channel = FileChannel.open(lock, StandardOpenOption.READ);
		try {
			channel.lock(0, Long.MAX_VALUE, true);
			return channel;
		}
		catch (IOException | OverlappingFileLockException ex) {
			logger.debug("{} cannot be locked", lock, ex);
			channel.close();
			return null;
		}
	}

	/**
	 * Return whether another process has an image open.
	 */
	static boolean isInUse(Path path) throws IOException {
		try (FileChannel channel = FileChannel.open(path.resolve(LOCK), StandardOpenOption.WRITE);
				FileLock taken = channel.tryLock()) {
			return taken == null;
		}
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
		return this.members.stream()
			.allMatch((member) -> Files.isRegularFile(this.path.resolve(member.name()), LinkOption.NOFOLLOW_LINKS));
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
		if (this.lock != null) {
			try {
				this.lock.close();
			}
			catch (IOException ex) {
				logger.debug("The lock of {} cannot be closed", this.path, ex);
			}
		}
	}

	/**
	 * A file of an image.
	 *
	 * @param name its path relative to the folder
	 */
	private record Member(String name, long size, long crc) {

		static Member parse(String line) throws IOException {
			String[] parts = line.split(" ", 3);
			try {
				return new Member(parts[2], Long.parseLong(parts[1]), Long.parseLong(parts[0], 16));
			}
			catch (NumberFormatException | ArrayIndexOutOfBoundsException ex) {
				throw new IOException("%s: \"%s\" (expected: CRC, size and name of a file)".formatted(LIST, line), ex);
			}
		}

		String toLine() {
			return "%08x %d %s".formatted(this.crc, this.size, this.name);
		}

		void require(Path folder) throws IOException {
			ContentCheck.of(folder.resolve(this.name)).require(this.size, this.crc, this.name);
		}

	}

}
