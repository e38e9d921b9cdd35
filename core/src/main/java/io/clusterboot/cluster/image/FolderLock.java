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
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lock on a file that all processes respect. A process loses its locks on a file when
 * it closes any descriptor of it, so this JVM opens each file once, and counts its
 * owners.
 */
final class FolderLock implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(FolderLock.class);

	private static final Map<Path, FolderLock> SHARED = new HashMap<>();

	private final Path file;

	private final @Nullable FileChannel channel;

	private int owners = 1;

	private FolderLock(Path file, @Nullable FileChannel channel) {
		this.file = file;
		this.channel = channel;
	}

	/**
	 * Share a lock with other processes and other owners in this one. Where a file system
	 * has no locks, the result protects nothing.
	 * @param file the file, which exists
	 * @return the lock, to be closed by the caller
	 * @throws IOException if the file cannot be opened
	 */
	static FolderLock share(Path file) throws IOException {
		synchronized (SHARED) {
			FolderLock held = SHARED.get(file);
			if (held != null) {
				held.owners++;
				return held;
			}
			FolderLock created = new FolderLock(file, lock(file, true));
			SHARED.put(file, created);
			return created;
		}
	}

	/**
	 * Lock a file unless anybody has a lock on it.
	 * @param file the file, which exists
	 * @return the lock, to be closed by the caller; empty if it is in use
	 * @throws IOException if the file cannot be opened
	 */
	static Optional<FolderLock> exclude(Path file) throws IOException {
		synchronized (SHARED) {
			if (SHARED.containsKey(file)) {
				return Optional.empty();
			}
			return Optional.ofNullable(lock(file, false)).map((channel) -> new FolderLock(file, channel));
		}
	}

	private static @Nullable FileChannel lock(Path file, boolean shared) throws IOException {
		FileChannel channel = FileChannel.open(file, shared ? StandardOpenOption.READ : StandardOpenOption.WRITE);
		FileLock taken = null;
		try {
			taken = channel.tryLock(0, Long.MAX_VALUE, shared);
		}
		catch (IOException | OverlappingFileLockException ex) {
			logger.debug("{} cannot be locked", file, ex);
		}
		if (taken != null) {
			return channel;
		}
		channel.close();
		return null;
	}

	@Override
	public void close() {
		synchronized (SHARED) {
			this.owners--;
			if (this.owners > 0) {
				return;
			}
			SHARED.remove(this.file, this);
			try {
				if (this.channel != null) {
					this.channel.close();
				}
			}
			catch (IOException ex) {
				logger.debug("The lock on {} cannot be closed", this.file, ex);
			}
		}
	}

}
