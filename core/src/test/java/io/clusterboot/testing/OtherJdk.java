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
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Other JDKs of this machine: those beside the one of the tests, and the one that the
 * variable {@value #VARIABLE} names.
 */
public final class OtherJdk {

	private static final String VARIABLE = "CLUSTERBOOT_TEST_JDK";

	private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

	private OtherJdk() {
	}

	/**
	 * Find the {@code java} command of a JDK, that of the tests if it will do.
	 * @param feature the oldest version that will do
	 */
	public static Optional<Path> java(int feature) {
		Path own = Path.of(System.getProperty("java.home"));
		Stream<Path> named = Optional.ofNullable(System.getenv(VARIABLE)).map(Path::of).stream();
		return Stream.of(Stream.of(own), named, siblings(own))
			.flatMap((homes) -> homes)
			.filter((home) -> version(home) >= feature)
			.map((home) -> home.resolve("bin/java"))
			.filter(Files::isExecutable)
			.findFirst();
	}

	private static Stream<Path> siblings(Path home) {
		Path parent = home.toAbsolutePath().getParent();
		if (parent == null || !Files.isReadable(parent)) {
			return Stream.empty();
		}
		try (Stream<Path> found = Files.list(parent)) {
			return found.sorted(Comparator.naturalOrder()).toList().stream();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int version(Path home) {
		Path release = home.resolve("release");
		if (!Files.isReadable(release)) {
			return 0;
		}
		try {
			Matcher version = VERSION.matcher(Files.readString(release, StandardCharsets.UTF_8));
			return version.find() ? Integer.parseInt(version.group(1)) : 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
