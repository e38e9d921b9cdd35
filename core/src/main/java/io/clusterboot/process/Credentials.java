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

package io.clusterboot.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.clusterboot.handle.Errno;

/**
 * Another user or group for a child. The permission is checked before the child is
 * started, so that a missing one fails the start like a system call.
 *
 * @param uid the number of the user
 * @param gid the number of the group
 */
record Credentials(OptionalInt uid, OptionalInt gid) {

	private static final long CAP_SETGID = 1 << 6;

	private static final long CAP_SETUID = 1 << 7;

	static Optional<Credentials> of(SpawnOptions options) {
		if (options.uid().isEmpty() && options.gid().isEmpty()) {
			return Optional.empty();
		}
		Credentials credentials = new Credentials(options.uid(), options.gid());
		long capabilities = capabilities();
		check("uid", credentials.uid, (capabilities & CAP_SETUID) != 0);
		check("gid", credentials.gid, (capabilities & CAP_SETGID) != 0);
		return Optional.of(credentials);
	}

	private static void check(String key, OptionalInt number, boolean permitted) {
		if (number.isPresent() && !permitted) {
			throw new SpawnException(Errno.EPERM, key, Integer.toString(number.getAsInt()),
					"a process that has the right to change it");
		}
	}

	private static long capabilities() {
		try {
			return Files.readAllLines(Path.of("/proc/self/status"))
				.stream()
				.filter((line) -> line.startsWith("CapEff:"))
				.mapToLong((line) -> Long.parseUnsignedLong(line.substring(7).trim(), 16))
				.findFirst()
				.orElse(0);
		}
		catch (IOException ex) {
			throw new UnsupportedOperationException("uid, gid: needs /proc/self/status", ex);
		}
	}

	List<String> options() {
		List<String> options = new ArrayList<>();
		this.gid.ifPresent((number) -> options.add("--regid=" + number));
		this.uid.ifPresent((number) -> options.add("--reuid=" + number));
		options.add("--clear-groups");
		return options;
	}

}
