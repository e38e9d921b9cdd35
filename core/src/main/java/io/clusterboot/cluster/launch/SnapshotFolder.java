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

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Instant;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The private folder of one cluster. Its name has the process id of the master. A lock,
 * which the system releases when the process ends, shows whether the master is alive: the
 * id is not enough, since containers that share the folder above have equal process ids.
 */
final class SnapshotFolder implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(SnapshotFolder.class);

	private static final String PREFIX = "clusterboot-";

	private static final String LOCK = "lock";

	private static final Path PROCESSES = Path.of("/proc");

	private final Path path;

	private FileChannel lock;

	private SnapshotFolder(Path path, FileChannel lock) {
		this.path = path;
		this.lock = lock;
	}

	/**
	 * Create a folder that only this user can enter, and remove the folders whose process
	 * is gone.
	 * @param base the directory it is created in
	 * @return the folder, locked
	 * @throws IOException if it can't be created
	 */
	static SnapshotFolder create(Path base) throws IOException {
		ProcessHandle self = ProcessHandle.current();
		String name = PREFIX + self.pid() + "-"
				+ self.info().startInstant().map(Instant::toEpochMilli).map(Object::toString).orElse("0") + "-";
		Path path = Files.createTempDirectory(base, name);
		try {
			SnapshotFolder folder = new SnapshotFolder(path, lock(path));
			folder.removeStale(base, name);
			return folder;
		}
		catch (IOException ex) {
			new DirectoryTree(path).delete();
			throw ex;
		}
	}

	private static FileChannel lock(Path folder) throws IOException {
		Path created = folder.resolve(LOCK + ".new");
		FileChannel channel = FileChannel.open(created, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
		try {
			channel.lock();
			// Renamed when it is locked, so that other processes never see a free lock
			Files.move(created, folder.resolve(LOCK));
			return channel;
		}
		catch (IOException ex) {
			channel.close();
			throw ex;
		}
	}

	private void removeStale(Path base, String ownName) throws IOException {
		UserPrincipal owner = Files.getOwner(this.path);
		try (DirectoryStream<Path> folders = Files.newDirectoryStream(base, PREFIX + "*")) {
			for (Path folder : folders) {
				// A process loses its locks on a file when it closes any descriptor of
				// the file
				if (!folder.getFileName().toString().startsWith(ownName)) {
					removeIfStale(folder, owner);
				}
			}
		}
	}

	private static void removeIfStale(Path folder, UserPrincipal owner) {
		try {
			if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
					&& Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(owner) && isStale(folder)) {
				new DirectoryTree(folder).delete();
				logger.info("Removed {}, whose cluster is gone", folder);
			}
		}
		catch (IOException ex) {
			logger.debug("{} is not removed, since its cluster may be alive", folder, ex);
		}
	}

	private static boolean isStale(Path folder) throws IOException {
		try (FileChannel channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
				FileLock taken = channel.tryLock()) {
			return taken != null && !isOnCommandLine(folder.toString());
		}
		catch (OverlappingFileLockException ex) {
			return false;
		}
	}

	/**
	 * Return whether a process runs from the folder: workers outlive a killed master for
	 * the time of their drain.
	 */
	private static boolean isOnCommandLine(String folder) throws IOException {
		if (!Files.isDirectory(PROCESSES)) {
			return false;
		}
		String searched = new String(folder.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
		try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
			for (Path process : processes) {
				if (commandLine(process).contains(searched)) {
					return true;
				}
			}
		}
		return false;
	}

	private static String commandLine(Path process) {
		try {
			return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
		}
		catch (IOException ex) {
			// It has ended since it was listed, or it belongs to another user
			return "";
		}
	}

	Path path() {
		return this.path;
	}

	/**
	 * Return whether the folder is there, with its lock. A cleaner of temporary folders
	 * may have removed it.
	 */
	boolean isPresent() {
		return Files.exists(this.path.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
	}

	/**
	 * Create the folder again under the same name if it was removed.
	 * @throws IOException if it cannot be created, or another user was faster
	 */
	void ensurePresent() throws IOException {
		if (isPresent()) {
			return;
		}
		if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			Files.createDirectories(this.path.getParent());
			Files.createDirectory(this.path,
					PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
		}
		FileChannel former = this.lock;
		this.lock = lock(this.path);
		former.close();
		logger.warn("{} was removed (by a cleaner of temporary folders?) and is created again", this.path);
	}

	/**
	 * Remove the folder with everything in it.
	 */
	@Override
	public void close() throws IOException {
		FileChannel held = this.lock;
		try (held) {
			new DirectoryTree(this.path).delete();
		}
		catch (NoSuchFileException ex) {
			logger.debug("{} was removed already", this.path, ex);
		}
	}

}
