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

package io.clusterboot.cluster.control;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The private folder with the control sockets of a user's masters.
 *
 * @param path the folder, absolute
 */
public record ControlFolder(Path path) {

	private static final String IN_TEMPORARY_FOLDER = "clusterboot-";

	private static final Set<PosixFilePermission> PRIVATE = PosixFilePermissions.fromString("rwx------");

	/**
	 * Return the folder of the user of this process, where none is configured:
	 * {@code $XDG_RUNTIME_DIR/clusterboot}, else {@code clusterboot-<uid>} in
	 * {@code java.io.tmpdir}.
	 * @param environment the environment of this process
	 * @return the folder, which need not exist
	 */
	public static ControlFolder ofUser(Map<String, String> environment) {
		String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
		if (runtime.startsWith("/") && Files.isWritable(Path.of(runtime))) {
			return new ControlFolder(Path.of(runtime, "clusterboot"));
		}
		return new ControlFolder(
				Path.of(System.getProperty("java.io.tmpdir"), IN_TEMPORARY_FOLDER + uid()).toAbsolutePath());
	}

	/**
	 * Return the user id of this process.
	 * @return the id, -1 if the system does not tell
	 */
	static int uid() {
		try {
			return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
		}
		catch (IOException | RuntimeException ex) {
			return -1;
		}
	}

	/**
	 * Make the folder, unless it is there, and check that it is private.
	 * @throws IOException if it can't be made, or belongs to another user, or others may
	 * enter it
	 */
	void make() throws IOException {
		if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
			Path parent = this.path.getParent();
			if (parent != null) {
				Files.createDirectories(parent);
			}
			try {
				Files.createDirectory(this.path, PosixFilePermissions.asFileAttribute(PRIVATE));
			}
			catch (FileAlreadyExistsException ex) {
				if (!Files.isDirectory(this.path, LinkOption.NOFOLLOW_LINKS)) {
					throw new NotDirectoryException(this.path + " (expected: a folder)");
				}
			}
		}
		Object owner = Files.getAttribute(this.path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
		if (!owner.equals(uid())) {
			throw new IOException("%s is owned by the user with id %s (expected: %d, the user of this process)"
				.formatted(this.path, owner, uid()));
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(this.path, LinkOption.NOFOLLOW_LINKS);
		if (!permissions.equals(PRIVATE)) {
			throw new IOException("%s has mode %s (expected: %s)".formatted(this.path,
					PosixFilePermissions.toString(permissions), PosixFilePermissions.toString(PRIVATE)));
		}
	}

	/**
	 * Return the socket of a master.
	 * @param pid the process id of the master
	 * @param application what it runs
	 * @return the socket, which need not exist
	 */
	ControlSocket socket(long pid, ApplicationPath application) {
		return new ControlSocket(pid, application.digest(),
				this.path.resolve(pid + "-" + application.digest() + ".sock"));
	}

	/**
	 * Return the sockets of masters that are alive.
	 * @return the sockets, in the order of their process ids; none if there is no folder
	 * @throws IOException if the folder can't be read
	 */
	public List<ControlSocket> sockets() throws IOException {
		return all().stream().filter((socket) -> !socket.isStale()).toList();
	}

	/**
	 * Remove the sockets of masters that are dead.
	 */
	void removeStale() throws IOException {
		for (ControlSocket socket : all()) {
			if (socket.isStale()) {
				Files.deleteIfExists(socket.path());
			}
		}
	}

	/**
	 * Remove the folder if it is the one in the temporary folder, and has no more
	 * sockets.
	 */
	void leave() throws IOException {
		if (this.path.endsWith(IN_TEMPORARY_FOLDER + uid())) {
			try {
				Files.deleteIfExists(this.path);
			}
			catch (DirectoryNotEmptyException ex) {
				// Another master is there
			}
		}
	}

	private List<ControlSocket> all() throws IOException {
		try (Stream<Path> files = Files.list(this.path)) {
			return files.map(ControlSocket::of).flatMap(Optional::stream).sorted().toList();
		}
		catch (NoSuchFileException ex) {
			return List.of();
		}
	}

}
