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
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;

/**
 * Checks that code in a folder is this user's. Code of another user is not run, unless
 * that is the superuser, who can do anything.
 */
final class TrustedFolder {

	private static final Path THIS_PROCESS = Path.of("/proc/self");

	private static final int ROOT = 0;

	private static final int STICKY = 01000;

	private static final int GROUP_WRITE = 020;

	private static final int OTHERS_WRITE = 02;

	private static final int MODE = 07777;

	private TrustedFolder() {
	}

	/**
	 * Check a folder and those above it: who may write to one of them can put another
	 * folder in its place, unless the folder is sticky, as the one for temporary files
	 * is. The group that has the user's number is the user alone, and that of the
	 * superuser is trusted, too.
	 * @param folder the folder, which may be a link
	 * @throws NoImageException if another user owns one of them, or may write to it
	 */
	static void requireWithParents(Path folder) throws IOException, NoImageException {
		Path real = folder.toRealPath();
		require(real);
		for (Path path : List.of(folder.toAbsolutePath().normalize(), real)) {
			for (Path parent = path.getParent(); parent != null; parent = parent.getParent()) {
				requireParent(parent.toRealPath(), real);
			}
		}
	}

	private static void requireParent(Path parent, Path folder) throws IOException, NoImageException {
		Object owner = Files.getAttribute(parent, "unix:uid");
		Object group = Files.getAttribute(parent, "unix:gid");
		int mode = (Integer) Files.getAttribute(parent, "unix:mode");
		boolean groupWrites = (mode & GROUP_WRITE) != 0 && !group.equals(ROOT) && !group.equals(owner);
		boolean replaceable = (mode & STICKY) == 0 && ((mode & OTHERS_WRITE) != 0 || groupWrites);
		if (replaceable || !isTrusted(owner)) {
			throw new NoImageException(
					"%s is in %s, which is owned by %s and has mode %o, so that other users can replace it (expected: owned by the user of this process or root, and writable for nobody else)"
						.formatted(folder, parent, Files.getOwner(parent).getName(), mode & MODE));
		}
	}

	private static boolean isTrusted(Object owner) throws IOException {
		return owner.equals(ROOT) || !Files.exists(THIS_PROCESS)
				|| owner.equals(Files.getAttribute(THIS_PROCESS, "unix:uid"));
	}

	/**
	 * Check a folder.
	 * @throws NoImageException if another user owns it, or others may write to it
	 */
	static void require(Path folder) throws IOException, NoImageException {
		Object owner = Files.getAttribute(folder, "unix:uid", LinkOption.NOFOLLOW_LINKS);
		if (!isTrusted(owner)) {
			throw new NoImageException("%s is owned by %s (expected: by the user of this process)".formatted(folder,
					Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName()));
		}
		Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(folder, LinkOption.NOFOLLOW_LINKS);
		if (permissions.contains(PosixFilePermission.GROUP_WRITE)
				|| permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
			throw new NoImageException("%s has mode %s (expected: writable for nobody but its owner)".formatted(folder,
					PosixFilePermissions.toString(permissions)));
		}
	}

}
