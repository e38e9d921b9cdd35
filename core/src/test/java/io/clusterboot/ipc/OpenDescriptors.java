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

package io.clusterboot.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The descriptors of this process, to find leaks.
 */
final class OpenDescriptors {

	private OpenDescriptors() {
	}

	/**
	 * The sockets that are open now. Files come and go with class loading.
	 */
	static Map<Integer, String> sockets() {
		Map<Integer, String> open = new TreeMap<>();
		try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
			for (Path entry : entries.toList()) {
				try {
					String target = Files.readSymbolicLink(entry).toString();
					if (target.startsWith("socket:")) {
						open.put(Integer.valueOf(entry.getFileName().toString()), target);
					}
				}
				catch (IOException ex) {
					// it was closed meanwhile
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return open;
	}

	/**
	 * Wait until no more than those are open.
	 */
	static void assertNoneBut(Map<Integer, String> before) {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(RecordingListener.DEADLINE_SECONDS);
		Map<Integer, String> now = sockets();
		while (!before.equals(now) && System.nanoTime() < deadline) {
			Thread.onSpinWait();
			now = sockets();
		}
		assertThat(now).isEqualTo(before);
	}

	/**
	 * The flags of a descriptor, as the operating system shows them (octal).
	 */
	static int flags(int descriptor) throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
			if (line.startsWith("flags:")) {
				return Integer.parseInt(line.substring("flags:".length()).trim(), 8);
			}
		}
		throw new IOException("No flags");
	}

}
