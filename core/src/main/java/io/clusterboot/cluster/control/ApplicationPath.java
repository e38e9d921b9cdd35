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

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * What a JVM runs: the jar, or the main class and the class path. A master and a command
 * for it run the same.
 *
 * @param text the absolute paths, by the names that the user gave them: a link that is
 * switched stays the same application
 */
public record ApplicationPath(String text) {

	private static final int DIGEST_BYTES = 6;

	/**
	 * Return what this process runs.
	 * @return the application
	 */
	public static ApplicationPath ofThisProcess() {
		return of(System.getProperty("java.class.path", ""), System.getProperty("sun.java.command", ""),
				directory(System.getenv("PWD")));
	}

	static ApplicationPath of(String classPath, String command, Path directory) {
		String main = command.split(" ", 2)[0];
		String paths = Stream.of(classPath.split(File.pathSeparator))
			.map((entry) -> absolute(entry, directory))
			.collect(Collectors.joining(File.pathSeparator));
		// With -jar the command begins with the jar, which the class path has too
		return new ApplicationPath(classPath.equals(main) || main.isEmpty() ? paths : main + " in " + paths);
	}

	private static String absolute(String entry, Path directory) {
		try {
			return directory.resolve(entry).normalize().toString();
		}
		catch (InvalidPathException ex) {
			return entry;
		}
	}

	/**
	 * Return the working directory by the name that the shell has for it.
	 */
	private static Path directory(@Nullable String shellDirectory) {
		Path path = Path.of("").toAbsolutePath();
		try {
			if (shellDirectory != null && shellDirectory.startsWith("/")
					&& Files.isSameFile(Path.of(shellDirectory), path)) {
				return Path.of(shellDirectory);
			}
		}
		catch (IOException | InvalidPathException ex) {
			// The name leads nowhere
			return path;
		}
		return path;
	}

	/**
	 * Return a short name that other applications do not have.
	 * @return hexadecimal digits
	 */
	public String digest() {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(this.text.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(digest, 0, DIGEST_BYTES);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

	@Override
	public String toString() {
		return this.text;
	}

}
