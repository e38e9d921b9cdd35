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

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The control socket of a master, by its name.
 *
 * @param pid the process id of the master
 * @param application the digest of what it runs
 * @param path the socket
 */
public record ControlSocket(long pid, String application, Path path) implements Comparable<ControlSocket> {

	private static final Pattern NAME = Pattern.compile("(\\d{1,18})-([0-9a-f]+)\\.sock");

	static Optional<ControlSocket> of(Path path) {
		Matcher name = NAME.matcher(String.valueOf(path.getFileName()));
		return name.matches() ? Optional.of(new ControlSocket(Long.parseLong(name.group(1)), name.group(2), path))
				: Optional.empty();
	}

	/**
	 * Return whether the master is dead. Its process id may be that of another process by
	 * now, which refuses the connection.
	 */
	boolean isStale() {
		return ProcessHandle.of(this.pid).isEmpty();
	}

	@Override
	public int compareTo(ControlSocket other) {
		return Comparator.comparingLong(ControlSocket::pid).thenComparing(ControlSocket::path).compare(this, other);
	}

}
