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
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;

/**
 * A version of a file. Equal versions have the same content.
 *
 * @param file the file
 * @param size its length in bytes
 * @param modified the time of the last modification, as recorded: reproducible builds
 * always set the same time, and {@code cp -p} keeps it
 * @param changed the time of the last change of its status, which cannot be set
 * @param key identifies the file, such as its inode, to recognize another file under the
 * same name
 */
public record FileVersion(Path file, long size, FileTime modified, FileTime changed, Object key) {

	/**
	 * Return the version that a file has now.
	 * @param file the file
	 * @return its version
	 * @throws IOException if it can't be read
	 */
	public static FileVersion of(Path file) throws IOException {
		Map<String, Object> attributes = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime,fileKey");
		return new FileVersion(file, (Long) attribute(attributes, "size"),
				(FileTime) attribute(attributes, "lastModifiedTime"), (FileTime) attribute(attributes, "ctime"),
				attribute(attributes, "fileKey"));
	}

	private static Object attribute(Map<String, Object> attributes, String name) {
		return Objects.requireNonNull(attributes.get(name), name);
	}

}
