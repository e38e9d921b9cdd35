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
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

import org.jspecify.annotations.Nullable;

/**
 * A directory of this library with everything in it.
 *
 * @param root the directory
 */
public record DirectoryTree(Path root) {

	/**
	 * Delete it.
	 * @throws IOException if something in it can't be deleted
	 */
	public void delete() throws IOException {
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Files.delete(file);
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
					throws IOException {
				if (failure != null) {
					throw failure;
				}
				Files.delete(directory);
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/**
	 * Move what another directory lacks into it, each file to the same relative path.
	 * @param target the other directory, on the same file system; created if it is gone
	 * @throws IOException if something can't be moved
	 */
	public void moveMissingTo(Path target) throws IOException {
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				Files.createDirectories(target.resolve(DirectoryTree.this.root.relativize(directory)));
				return FileVisitResult.CONTINUE;
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				Path moved = target.resolve(DirectoryTree.this.root.relativize(file));
				if (Files.notExists(moved, LinkOption.NOFOLLOW_LINKS)) {
					Files.move(file, moved);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

	/**
	 * Set the time of the last access of each file, which also changes its status time.
	 * Files that are only linked to are left alone.
	 */
	void touch(FileTime now) throws IOException {
		Files.walkFileTree(this.root, new SimpleFileVisitor<>() {

			@Override
			public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
					throws IOException {
				return visitFile(directory, attributes);
			}

			@Override
			public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
				if (!attributes.isSymbolicLink()) {
					Files.setAttribute(file, "lastAccessTime", now);
				}
				return FileVisitResult.CONTINUE;
			}

		});
	}

}
