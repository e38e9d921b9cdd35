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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The JVM that workers run on. An archive is valid for one build only.
 *
 * @param feature the version of Java
 * @param identity what distinguishes the build from others
 */
record JavaHome(int feature, String identity) {

	private static final Path VIRTUAL_MACHINE = Path.of("lib", "server", "libjvm.so");

	private static final Path VIRTUAL_MACHINE_OF_MACOS = Path.of("lib", "server", "libjvm.dylib");

	private static final Pattern VERSION = Pattern.compile("^JAVA_VERSION=\"(\\d+)", Pattern.MULTILINE);

	/**
	 * Read the files of an installation.
	 * @param java its {@code java} executable
	 * @throws NoImageException if it is not a HotSpot JVM
	 */
	static JavaHome of(Path java) throws IOException, NoImageException {
		Path executable = java.toRealPath();
		Path home = executable.resolve("../..").normalize();
		Path release = home.resolve("release");
		Path machine = Files.exists(home.resolve(VIRTUAL_MACHINE)) ? home.resolve(VIRTUAL_MACHINE)
				: home.resolve(VIRTUAL_MACHINE_OF_MACOS);
		if (!Files.exists(machine) || Files.isDirectory(home.resolve("lib/j9vm"), LinkOption.NOFOLLOW_LINKS)
				|| !Files.exists(release)) {
			throw new NoImageException("%s is not the java command of a HotSpot JVM".formatted(executable));
		}
		String text = Files.readString(release, StandardCharsets.UTF_8);
		Matcher version = VERSION.matcher(text);
		if (!version.find()) {
			throw new NoImageException("%s names no version of Java".formatted(release));
		}
		return new JavaHome(Integer.parseInt(version.group(1)),
				new Fingerprint().add(executable.toString())
					.add(text)
					.add(Files.size(machine) + " " + Files.getLastModifiedTime(machine))
					.toHex());
	}

}
