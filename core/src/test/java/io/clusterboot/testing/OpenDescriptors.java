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

package io.clusterboot.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The descriptors of this process, to find leaks.
 */
public final class OpenDescriptors {

	private static final long DEADLINE_SECONDS = 120;

	private final Predicate<String> counted;

	private final Map<Integer, String> before;

	private OpenDescriptors(Predicate<String> counted) {
		this.counted = counted;
		this.before = now();
	}

	/**
	 * Remember the sockets that are open.
	 * @return what is open
	 */
	public static OpenDescriptors sockets() {
		return new OpenDescriptors((target) -> target.startsWith("socket:"));
	}

	/**
	 * Remember everything that is open but files, which come and go with class loading.
	 * @return what is open
	 */
	public static OpenDescriptors socketsAndPipes() {
		return new OpenDescriptors((target) -> target.startsWith("socket:") || target.startsWith("pipe:"));
	}

	/**
	 * Remember the files that are open and have no name any more, such as shared memory.
	 * @return what is open
	 */
	public static OpenDescriptors deletedFiles() {
		return new OpenDescriptors((target) -> target.endsWith(" (deleted)"));
	}

	private Map<Integer, String> now() {
		Map<Integer, String> open = new TreeMap<>();
		try (Stream<Path> entries = Files.list(Path.of("/proc/self/fd"))) {
			for (Path entry : entries.toList()) {
				int number = Integer.parseInt(entry.getFileName().toString());
				String target = target(number);
				if (this.counted.test(target)) {
					open.put(number, target);
				}
			}
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		return open;
	}

	/**
	 * Wait until no descriptor is open that was not open before. Those that were may be
	 * closed: they can belong to an earlier test, whose threads had not yet ended.
	 */
	public void assertNoneIsNew() {
		await().pollInSameThread().atMost(Duration.ofSeconds(DEADLINE_SECONDS)).untilAsserted(() -> {
			Map<Integer, String> open = now();
			open.entrySet().removeAll(this.before.entrySet());
			assertThat(open).isEmpty();
		});
	}

	/**
	 * Return what a descriptor stands for.
	 * @param descriptor the number
	 * @return what the operating system calls it, or "closed"
	 */
	public static String target(int descriptor) {
		try {
			return Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
		}
		catch (IOException ex) {
			return "closed";
		}
	}

	/**
	 * Return the flags of a descriptor.
	 * @param descriptor the number
	 * @return the flags, as the operating system shows them (octal)
	 * @throws IOException if it is not open
	 */
	public static int flags(int descriptor) throws IOException {
		for (String line : Files.readAllLines(Path.of("/proc/self/fdinfo/" + descriptor))) {
			if (line.startsWith("flags:")) {
				return Integer.parseInt(line.substring("flags:".length()).trim(), 8);
			}
		}
		throw new IOException("No flags");
	}

}
