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
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

import io.clusterboot.cluster.launch.FileVersion;
import io.clusterboot.cluster.launch.JarReferences;
import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;

/**
 * The layout of an application whose class path is a list of jars. The path of a copy
 * below the folder is the path of its original, so that relative references between jars
 * stay valid.
 *
 * @param jars the jars, those among them that the manifests of others name
 * @param directory the base of relative paths
 * @param key identifies their paths and their content
 */
record JarsLayout(Set<Path> jars, Path directory, String key) implements Layout {

	/**
	 * Classes that Boot's launchers load come from nested jars, which the JVM does not
	 * archive.
	 */
	private static final String BOOT_LAUNCHERS = "org.springframework.boot.loader.";

	private static final String FILES = "files";

	static JarsLayout of(JavaCommand command, Path directory) throws IOException, NoImageException {
		if (command.target() instanceof LaunchTarget.Module) {
			throw new NoImageException("the application is a module (expected: an executable jar, or a class path)");
		}
		String mainClass = command.inDirectory(directory).mainClass().orElse("");
		if (mainClass.startsWith(BOOT_LAUNCHERS)) {
			throw new NoImageException("%s loads the application from nested jars".formatted(mainClass));
		}
		Set<Path> jars = new LinkedHashSet<>();
		for (String path : command.paths()) {
			collect(path, directory, jars);
		}
		return new JarsLayout(jars, directory, keyOf(jars));
	}

	private static String keyOf(Set<Path> jars) throws IOException {
		Fingerprint fingerprint = new Fingerprint().add("jars 1");
		for (Path jar : jars) {
			fingerprint.add(jar.toString()).addJar(jar);
		}
		return fingerprint.toHex();
	}

	private static void collect(String path, Path directory, Set<Path> jars) throws IOException, NoImageException {
		Path file = directory.resolve(path);
		if (path.isEmpty() || Files.isDirectory(file)) {
			throw new NoImageException("%s is a directory on the class path (expected: jars)"
				.formatted(path.isEmpty() ? "the working directory" : path));
		}
		if (path.endsWith("*")) {
			throw new NoImageException("%s is on the class path (expected: the jars by their names)".formatted(path));
		}
		if (Files.exists(file)) {
			add(file.toRealPath(), jars);
		}
	}

	private static void add(Path jar, Set<Path> jars) throws IOException, NoImageException {
		if (jars.add(jar)) {
			for (Path referenced : JarReferences.of(jar).from(jar)) {
				if (Files.isDirectory(referenced)) {
					throw new NoImageException(
							"%s is a directory on the class path (expected: jars)".formatted(referenced));
				}
				if (Files.exists(referenced)) {
					Path real = referenced.toRealPath();
					if (!real.equals(referenced.normalize())) {
						throw new NoImageException("%s is reached by a link".formatted(referenced));
					}
					add(real, jars);
				}
			}
		}
	}

	@Override
	public void populate(Path folder) throws IOException {
		Map<Path, FileVersion> versions = new HashMap<>();
		for (Path jar : this.jars) {
			versions.put(jar, FileVersion.of(jar));
		}
		boolean changed = !keyOf(this.jars).equals(this.key);
		for (Path jar : this.jars) {
			Path copy = copyOf(jar, folder);
			Files.createDirectories(copy.getParent());
			Files.copy(jar, copy);
			changed |= !FileVersion.of(jar).equals(versions.get(jar));
		}
		if (changed) {
			throw new IOException("a jar of %s has changed since".formatted(this.jars));
		}
	}

	private static Path copyOf(Path jar, Path folder) {
		return folder.resolve(FILES).resolve(jar.getRoot().relativize(jar));
	}

	@Override
	public JavaCommand launch(JavaCommand command, Path folder) {
		return command.withPaths((path) -> copied(path, folder));
	}

	private String copied(String path, Path folder) {
		try {
			return copyOf(this.directory.resolve(path).toRealPath(), folder).toString();
		}
		catch (NoSuchFileException ex) {
			// The JVM ignores an element that does not exist
			return path;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
