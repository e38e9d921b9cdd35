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
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import io.clusterboot.process.command.JavaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Layout}.
 */
class LayoutTests {

	@TempDir
	private Path temp;

	private Path folder;

	private Path apps;

	@BeforeEach
	void create() throws IOException {
		this.apps = Files.createDirectories(this.temp.toRealPath().resolve("apps"));
		this.folder = Files.createDirectories(this.temp.toRealPath().resolve("image"));
	}

	@Test
	void bootJarBecomesPlainJars() throws Exception {
		BootJarFile.application().writeTo(this.apps.resolve("shop.jar"));
		Layout layout = Layout.of(command("-Xmx64m", "-jar", "shop.jar", "--a"), this.apps);
		layout.populate(this.folder);
		assertThat(layout.launch(command("-Xmx64m", "-jar", "shop.jar", "--a"), this.folder))
			.isEqualTo(command("-Xmx64m", "-jar", this.folder + "/app/shop.jar", "--a"));
		assertThat(this.folder.resolve("app/lib/library-1.0.jar"))
			.hasBinaryContent(BootJarFile.application().entries().get("BOOT-INF/lib/library-1.0.jar"));
		try (JarFile plain = new JarFile(this.folder.resolve("app/shop.jar").toFile())) {
			assertThat(names(plain)).containsExactlyInAnyOrder(JarFile.MANIFEST_NAME, "io/", "io/clusterboot/",
					"META-INF/sbom/application.cdx.json", "application.yml",
					"io/clusterboot/cluster/image/ImageMain.class");
			Attributes attributes = plain.getManifest().getMainAttributes();
			assertThat(attributes.getValue("Main-Class")).isEqualTo(ImageMain.class.getName());
			assertThat(attributes.getValue("Class-Path")).isEqualTo("lib/library-1.0.jar");
			assertThat(attributes.getValue("Implementation-Title")).isEqualTo("app");
			assertThat(attributes.getValue("Spring-Boot-Version")).isEqualTo("4.1.1");
			assertThat(attributes.keySet()).extracting(Object::toString)
				.doesNotContain("Start-Class", "Spring-Boot-Lib", "Spring-Boot-Classpath-Index");
		}
	}

	@Test
	void libraryWithSpacesIsFound() throws Exception {
		BootJarFile.application()
			.with("BOOT-INF/lib/a b#c.jar", new BootJarFile(java.util.Map.of()).text("x", "y").toBytes())
			.writeTo(this.apps.resolve("shop.jar"));
		Layout.of(command("-jar", "shop.jar"), this.apps).populate(this.folder);
		try (JarFile plain = new JarFile(this.folder.resolve("app/shop.jar").toFile())) {
			assertThat(plain.getManifest().getMainAttributes().getValue("Class-Path"))
				.isEqualTo("lib/library-1.0.jar lib/a%20b%23c.jar");
		}
	}

	@Test
	void libraryOutsideItsFolderIsRefused() throws Exception {
		BootJarFile.application().text("BOOT-INF/lib/../../evil.jar", "x").writeTo(this.apps.resolve("shop.jar"));
		Layout layout = Layout.of(command("-jar", "shop.jar"), this.apps);
		assertThatIOException().isThrownBy(() -> layout.populate(this.folder)).withMessageContaining("evil.jar");
	}

	@Test
	void keyChangesWithTheContentAndTheName() throws Exception {
		BootJarFile.application().writeTo(this.apps.resolve("shop.jar"));
		String key = Layout.of(command("-jar", "shop.jar"), this.apps).key();
		Files.copy(this.apps.resolve("shop.jar"), this.apps.resolve("same-content.jar"));
		assertThat(Layout.of(command("-jar", "shop.jar"), this.apps).key()).isEqualTo(key).matches("[0-9a-f]{32}");
		assertThat(Layout.of(command("-jar", "same-content.jar"), this.apps).key()).isNotEqualTo(key);
		BootJarFile.application()
			.text("BOOT-INF/classes/application.yml", "a: c")
			.writeTo(this.apps.resolve("shop.jar"));
		assertThat(Layout.of(command("-jar", "shop.jar"), this.apps).key()).isNotEqualTo(key);
	}

	@Test
	void plainJarsKeepTheirPlacesToEachOther() throws Exception {
		BootJarFile.plain("lib/a.jar lib/missing.jar").writeTo(this.apps.resolve("shop.jar"));
		BootJarFile.plain("../b.jar").writeTo(this.apps.resolve("lib/a.jar"));
		BootJarFile.plain("").writeTo(this.apps.resolve("b.jar"));
		JavaCommand command = command("-jar", "shop.jar");
		Layout layout = Layout.of(command, this.apps);
		layout.populate(this.folder);
		Path root = this.folder.resolve("files" + this.apps);
		assertThat(root.resolve("shop.jar")).exists();
		assertThat(root.resolve("lib/a.jar")).exists();
		assertThat(root.resolve("b.jar")).exists();
		assertThat(layout.launch(command, this.folder)).isEqualTo(command("-jar", root + "/shop.jar"));
	}

	@Test
	void classPathOfJars() throws Exception {
		BootJarFile.plain("").writeTo(this.apps.resolve("a.jar"));
		BootJarFile.plain("").writeTo(this.apps.resolve("b.jar"));
		JavaCommand command = command("-cp", "a.jar:b.jar:missing.jar", "x.Main");
		Path root = this.folder.resolve("files" + this.apps);
		assertThat(Layout.of(command, this.apps).launch(command, this.folder))
			.isEqualTo(command("-cp", "%s/a.jar:%s/b.jar:missing.jar".formatted(root, root), "x.Main"));
	}

	@Test
	void changedJarHasAnotherKey() throws Exception {
		BootJarFile.plain("lib/a.jar").writeTo(this.apps.resolve("shop.jar"));
		BootJarFile.plain("").writeTo(this.apps.resolve("lib/a.jar"));
		Layout before = Layout.of(command("-jar", "shop.jar"), this.apps);
		BootJarFile.plain("").text("new.txt", "x").writeTo(this.apps.resolve("lib/a.jar"));
		assertThat(Layout.of(command("-jar", "shop.jar"), this.apps).key()).isNotEqualTo(before.key());
		assertThatIOException().isThrownBy(() -> before.populate(this.folder))
			.withMessageContaining("has changed since");
	}

	@Test
	void directoriesAndWildcardsAndNestedJarsHaveNoImage() throws Exception {
		Files.createDirectories(this.apps.resolve("classes"));
		BootJarFile.plain("").writeTo(this.apps.resolve("a.jar"));
		BootJarFile.plain("classes/").writeTo(this.apps.resolve("b.jar"));
		BootJarFile.application().writeTo(this.apps.resolve("boot.jar"));
		assertNoImage("classes is a directory", "-cp", "a.jar:classes", "x.Main");
		assertNoImage("the working directory is a directory", "-cp", "", "x.Main");
		assertNoImage("classes is a directory", "-jar", "b.jar");
		assertNoImage("lib/* is on the class path", "-cp", "lib/*", "x.Main");
		assertNoImage("PropertiesLauncher loads the application from nested jars", "-cp", "boot.jar",
				"org.springframework.boot.loader.launch.PropertiesLauncher");
		assertNoImage("is a module", "-p", "a.jar", "-m", "x/y.Main");
	}

	@Test
	void jarThatWouldLoseSomethingHasNoImage() throws Exception {
		BootJarFile boot = BootJarFile.application();
		boot.text("META-INF/APP.SF", "x").writeTo(this.apps.resolve("signed.jar"));
		boot.text("BOOT-INF/lib/data.zip", "x").writeTo(this.apps.resolve("zip.jar"));
		String manifest = new String(boot.entries().get(JarFile.MANIFEST_NAME), StandardCharsets.UTF_8);
		boot.text(JarFile.MANIFEST_NAME, manifest + "Class-Path: drivers/\n").writeTo(this.apps.resolve("more.jar"));
		assertNoImage("is signed", "-jar", "signed.jar");
		assertNoImage("BOOT-INF/lib/data.zip", "-jar", "zip.jar");
		assertNoImage("has a Class-Path", "-jar", "more.jar");
	}

	@Test
	void jarBehindALinkedFolderHasNoImage() throws Exception {
		BootJarFile.plain("").writeTo(this.apps.resolve("shared/a.jar"));
		Files.createSymbolicLink(this.apps.resolve("lib"), this.apps.resolve("shared"));
		BootJarFile.plain("lib/a.jar").writeTo(this.apps.resolve("shop.jar"));
		assertNoImage("is reached by a link", "-jar", "shop.jar");
	}

	private void assertNoImage(String reason, String... words) {
		assertThatExceptionOfType(NoImageException.class).isThrownBy(() -> Layout.of(command(words), this.apps))
			.withMessageContaining(reason);
	}

	private static List<String> names(JarFile jar) {
		List<String> names = new ArrayList<>();
		for (ZipEntry entry : Collections.list(jar.entries())) {
			names.add(entry.getName());
		}
		return names;
	}

	private static JavaCommand command(String... words) {
		return JavaCommand.parse(Path.of("/usr/bin/java"), List.of(words));
	}

}
