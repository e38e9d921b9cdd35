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
import java.nio.file.Path;
import java.util.Collections;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.jspecify.annotations.Nullable;

/**
 * An executable jar made by Spring Boot, with its libraries nested in it.
 *
 * @param path the jar
 * @param manifest its manifest
 */
record BootJar(Path path, Manifest manifest) {

	/**
	 * The folder of the application's own classes.
	 */
	static final String CLASSES = "BOOT-INF/classes/";

	/**
	 * The folder of the nested jars.
	 */
	static final String LIBRARIES = "BOOT-INF/lib/";

	private static final Pattern SIGNATURE = Pattern.compile("META-INF/[^/]+\\.SF", Pattern.CASE_INSENSITIVE);

	private static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	private static final Attributes.Name START_CLASS = new Attributes.Name("Start-Class");

	private static final Attributes.Name CLASSES_ATTRIBUTE = new Attributes.Name("Spring-Boot-Classes");

	private static final Attributes.Name LIBRARIES_ATTRIBUTE = new Attributes.Name("Spring-Boot-Lib");

	/**
	 * Read a jar.
	 * @return {@code null} if it is another kind of jar
	 */
	static @Nullable BootJar read(Path path) throws IOException {
		try (JarFile file = new JarFile(path.toFile(), false)) {
			Manifest manifest = file.getManifest();
			return (manifest != null && isBootJar(manifest.getMainAttributes())) ? new BootJar(path, manifest) : null;
		}
	}

	private static boolean isBootJar(Attributes attributes) {
		return LAUNCHER.equals(attributes.getValue(Attributes.Name.MAIN_CLASS))
				&& attributes.getValue(START_CLASS) != null && CLASSES.equals(attributes.getValue(CLASSES_ATTRIBUTE))
				&& LIBRARIES.equals(attributes.getValue(LIBRARIES_ATTRIBUTE));
	}

	/**
	 * Check that nothing is lost when the nested jars are written beside the application.
	 */
	void requirePlain() throws IOException, NoImageException {
		if (this.manifest.getMainAttributes().getValue(Attributes.Name.CLASS_PATH) != null) {
			throw new NoImageException("the manifest of %s has a Class-Path".formatted(this.path));
		}
		try (ZipFile file = new ZipFile(this.path.toFile())) {
			for (ZipEntry entry : Collections.list(file.entries())) {
				String name = entry.getName();
				if (SIGNATURE.matcher(name).matches()) {
					throw new NoImageException("%s is signed".formatted(this.path));
				}
				if (name.startsWith(LIBRARIES) && !entry.isDirectory() && !name.endsWith(".jar")) {
					throw new NoImageException("%s in %s is not a jar".formatted(name, this.path));
				}
			}
		}
	}

	/**
	 * Return the manifest of a plain jar with the application's own classes.
	 * @param manifest the manifest of the jar made by Spring Boot
	 * @param classPath the value of its {@code Class-Path}
	 */
	static Manifest plain(Manifest manifest, String classPath) {
		Manifest plain = new Manifest(manifest);
		Attributes attributes = plain.getMainAttributes();
		attributes.put(Attributes.Name.MAIN_CLASS, attributes.getValue(START_CLASS));
		attributes.remove(START_CLASS);
		attributes.keySet()
			.removeIf((name) -> name.toString().startsWith("Spring-Boot-")
					&& !name.toString().equals("Spring-Boot-Version"));
		if (!classPath.isEmpty()) {
			attributes.put(Attributes.Name.CLASS_PATH, classPath);
		}
		return plain;
	}

}
