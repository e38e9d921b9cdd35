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

package io.clusterboot.spring.logging;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files that this process has claimed for itself until it ends. Two processes that
 * write one log file lose lines as soon as one of them rotates it.
 * <p>
 * A claim is a lock on one byte of a file beside the claimed ones, since a lock on a log
 * file would end when the file is closed for its rotation. The kernel ends the claims of
 * a process with the process, however it ends.
 */
final class FileClaims {

	static final String LOCK_FILE = ".clusterboot.lock";

	private static final Logger logger = LoggerFactory.getLogger(FileClaims.class);

	private static final FileClaims OF_THIS_PROCESS = new FileClaims();

	private final Map<Path, FileChannel> channels = new HashMap<>();

	private final Map<String, FileLock> locks = new HashMap<>();

	private FileClaims() {
	}

	/**
	 * Return the claims of this process. There is one object for all, since closing any
	 * other channel of the locked file would end the claims.
	 */
	static FileClaims ofThisProcess() {
		return OF_THIS_PROCESS;
	}

	/**
	 * Claim a file, which need not exist.
	 * @return whether it belongs to this process, also if that can't be found out
	 */
	boolean claim(Path file) {
		return claim(file, "");
	}

	/**
	 * Claim the right to warn of a file that several processes write.
	 * @return whether no other process has it
	 */
	boolean claimWarning(Path file) {
		return claim(file, "/warning");
	}

	private synchronized boolean claim(Path file, String purpose) {
		try {
			Path directory = file.toAbsolutePath().normalize().getParent();
			Path name = file.getFileName();
			if (directory == null || name == null) {
				return true;
			}
			Path real = Files.createDirectories(directory).toRealPath();
			return lock(real, name + purpose);
		}
		catch (IOException | OverlappingFileLockException ex) {
			logger.debug("{} can't be claimed", file, ex);
			return true;
		}
	}

	private boolean lock(Path directory, String name) throws IOException {
		String key = directory + "/" + name;
		if (this.locks.containsKey(key)) {
			return true;
		}
		FileChannel channel = this.channels.get(directory);
		if (channel == null) {
			channel = FileChannel.open(directory.resolve(LOCK_FILE), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			this.channels.put(directory, channel);
		}
		FileLock lock = channel.tryLock(position(name), 1, false);
		if (lock == null) {
			return false;
		}
		this.locks.put(key, lock);
		return true;
	}

	/**
	 * Spread the names over all positions that a lock can have.
	 */
	private static long position(String name) {
		long hash = 0x5DEECE66DL;
		for (char c : name.toCharArray()) {
			hash = (hash ^ c) * 0x100000001B3L;
		}
		return hash & (Long.MAX_VALUE >> 1);
	}

}
