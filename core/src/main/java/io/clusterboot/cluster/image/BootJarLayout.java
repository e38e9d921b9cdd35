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

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import io.clusterboot.process.command.JavaCommand;
import io.clusterboot.process.command.LaunchTarget;

/**
 * The layout of a jar made by Spring Boot: a jar with the application's own classes, and
 * its libraries beside it, as Boot's {@code -Djarmode=tools extract} writes them. Written
 * here, since that takes a JVM of its own and the first worker waits for it.
 *
 * @param boot the jar
 * @param key identifies its content
 */
record BootJarLayout(BootJar boot, String key) implements Layout {

	private static final String APPLICATION = "app";

	private static final String LIBRARIES = "lib/";

	private static final String LOADER = "org/springframework/boot/loader/";

	/**
	 * Names a class of the loader.
	 */
	private static final String LOADER_SERVICE = "META-INF/services/java.nio.file.spi.FileSystemProvider";

	/**
	 * Read a jar.
	 * @throws NoImageException if the plain jar would not be the same application
	 */
	static BootJarLayout of(BootJar boot) throws IOException, NoImageException {
		boot.requirePlain();
		return new BootJarLayout(boot, keyOf(boot));
	}

	private static String keyOf(BootJar boot) throws IOException {
		// The name is part of the key, as the copy has it too, to be found in lists of
		// processes
		return new Fingerprint().add("boot 1").add(fileName(boot.path())).addJar(boot.path()).toHex();
	}

	private static String fileName(Path path) {
		Path name = path.getFileName();
		return (name != null) ? name.toString() : APPLICATION + ".jar";
	}

	@Override
	public JavaCommand launch(JavaCommand command, Path folder) {
		return new JavaCommand(command.java(), command.vmOptions(),
				new LaunchTarget.Jar(applicationJar(folder).toString()), command.arguments());
	}

	private Path applicationJar(Path folder) {
		return folder.resolve(APPLICATION).resolve(fileName(this.boot.path()));
	}

	@Override
	public void populate(Path folder) throws IOException {
		Path application = applicationJar(folder);
		Path libraries = Files.createDirectories(folder.resolve(APPLICATION).resolve(LIBRARIES));
		try (JarFile source = new JarFile(this.boot.path().toFile(), false)) {
			List<String> classPath = new ArrayList<>();
			List<ZipEntry> own = new ArrayList<>();
			for (ZipEntry entry : Collections.list(source.entries())) {
				String name = entry.getName();
				if (name.startsWith(BootJar.LIBRARIES) && name.endsWith(".jar")) {
					String library = name.substring(BootJar.LIBRARIES.length());
					extract(source, entry, resolve(libraries, library));
					classPath.add(LIBRARIES + encoded(library));
				}
				else if (isOwn(name)) {
					own.add(entry);
				}
			}
			write(source, own, BootJar.plain(source.getManifest(), String.join(" ", classPath)), application);
		}
		if (!keyOf(this.boot).equals(this.key)) {
			throw new IOException("%s has changed since".formatted(this.boot.path()));
		}
	}

	/**
	 * Escape the characters that have a meaning in the URLs of a {@code Class-Path}.
	 */
	private static String encoded(String library) {
		return library.replace("%", "%25").replace(" ", "%20").replace("#", "%23").replace("?", "%3F");
	}

	private static Path resolve(Path folder, String name) throws IOException {
		Path file = folder.resolve(name).normalize();
		if (!folder.equals(file.getParent())) {
			throw new ZipException("%s%s (expected: a jar in that folder)".formatted(BootJar.LIBRARIES, name));
		}
		return file;
	}

	private static boolean isOwn(String name) {
		return name.startsWith(BootJar.CLASSES) || !(name.startsWith("BOOT-INF/") || name.startsWith(LOADER)
				|| LOADER.startsWith(name) || name.equals(JarFile.MANIFEST_NAME) || name.equals(LOADER_SERVICE));
	}

	private static void extract(ZipFile source, ZipEntry entry, Path target) throws IOException {
		try (InputStream content = source.getInputStream(entry);
				OutputStream output = Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)) {
			ContentCheck check = new ContentCheck(content);
			check.transferTo(output);
			check.require(entry.getSize(), entry.getCrc(), entry.getName());
		}
	}

	/**
	 * Directories have entries too: without them, no class loader finds what is in a
	 * package. What is in the jar itself comes before the classes folder, as its class
	 * loader is the parent.
	 */
	private static void write(ZipFile source, List<ZipEntry> entries, Manifest manifest, Path target)
			throws IOException {
		entries.sort((left, right) -> Boolean.compare(left.getName().startsWith(BootJar.CLASSES),
				right.getName().startsWith(BootJar.CLASSES)));
		Set<String> written = new HashSet<>();
		try (ZipOutputStream jar = new ZipOutputStream(
				new BufferedOutputStream(Files.newOutputStream(target, StandardOpenOption.CREATE_NEW)),
				StandardCharsets.UTF_8)) {
			jar.setLevel(Deflater.BEST_SPEED);
			jar.putNextEntry(new ZipEntry(JarFile.MANIFEST_NAME));
			manifest.write(jar);
			jar.closeEntry();
			for (ZipEntry entry : entries) {
				String name = entry.getName();
				String plain = name.startsWith(BootJar.CLASSES) ? name.substring(BootJar.CLASSES.length()) : name;
				if (!plain.isEmpty() && !plain.equals(JarFile.MANIFEST_NAME) && written.add(plain)) {
					ZipEntry copied = new ZipEntry(plain);
					copied.setTime(entry.getTime());
					jar.putNextEntry(copied);
					try (InputStream content = source.getInputStream(entry)) {
						ContentCheck check = new ContentCheck(content);
						check.transferTo(jar);
						check.require(entry.getSize(), entry.getCrc(), name);
					}
					jar.closeEntry();
				}
			}
		}
	}

}
