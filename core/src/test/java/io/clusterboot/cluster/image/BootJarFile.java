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

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Writes jars as Spring Boot's build plugins and others write them.
 *
 * @param entries the content by name
 */
record BootJarFile(Map<String, byte[]> entries) {

	static final String LAUNCHER = "org.springframework.boot.loader.launch.JarLauncher";

	/**
	 * An executable jar whose main class is {@link ImageMain}, with one library.
	 */
	static BootJarFile application() {
		return new BootJarFile(Map.of()).text(JarFile.MANIFEST_NAME, """
				Manifest-Version: 1.0
				Main-Class: %s
				Start-Class: %s
				Spring-Boot-Version: 4.1.1
				Spring-Boot-Classes: BOOT-INF/classes/
				Spring-Boot-Lib: BOOT-INF/lib/
				Spring-Boot-Classpath-Index: BOOT-INF/classpath.idx
				Implementation-Title: app
				""".formatted(LAUNCHER, ImageMain.class.getName()))
			.text("META-INF/services/java.nio.file.spi.FileSystemProvider", "org.springframework.boot.loader.X\n")
			.text("META-INF/sbom/application.cdx.json", "{}")
			.text("org/", "")
			.text("org/springframework/", "")
			.text("org/springframework/boot/loader/launch/JarLauncher.class", "loader")
			.text("BOOT-INF/", "")
			.text("BOOT-INF/classes/", "")
			.text("BOOT-INF/classes/io/", "")
			.text("BOOT-INF/classes/io/clusterboot/", "")
			.text("BOOT-INF/classpath.idx", "- \"BOOT-INF/lib/library-1.0.jar\"\n")
			.with("BOOT-INF/classes/" + nameOf(ImageMain.class), bytesOf(ImageMain.class))
			.text("BOOT-INF/classes/application.yml", "a: b")
			.with("BOOT-INF/lib/library-1.0.jar", new BootJarFile(Map.of()).text("library.txt", "one").toBytes());
	}

	/**
	 * A jar that names others.
	 */
	static BootJarFile plain(String classPath) {
		return new BootJarFile(Map.of())
			.text(JarFile.MANIFEST_NAME,
					"Manifest-Version: 1.0\nMain-Class: %s\nClass-Path: %s\n".formatted(ImageMain.class.getName(),
							classPath))
			.with(nameOf(ImageMain.class), bytesOf(ImageMain.class));
	}

	BootJarFile text(String name, String content) {
		return with(name, content.getBytes(StandardCharsets.UTF_8));
	}

	BootJarFile with(String name, byte[] content) {
		Map<String, byte[]> more = new LinkedHashMap<>(this.entries);
		more.put(name, content);
		return new BootJarFile(more);
	}

	byte[] toBytes() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ZipOutputStream jar = new ZipOutputStream(bytes)) {
			for (Map.Entry<String, byte[]> each : this.entries.entrySet()) {
				jar.putNextEntry(new ZipEntry(each.getKey()));
				jar.write(each.getValue());
				jar.closeEntry();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	Path writeTo(Path file) throws IOException {
		Files.createDirectories(file.getParent());
		return Files.write(file, toBytes());
	}

	private static String nameOf(Class<?> type) {
		return type.getName().replace('.', '/') + ".class";
	}

	private static byte[] bytesOf(Class<?> type) {
		try (InputStream stream = type.getResourceAsStream(type.getSimpleName() + ".class")) {
			return stream.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
