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

package io.clusterboot.test.process;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link JarProgram}.
 */
class JarProgramTests {

	@TempDir
	private Path temp;

	private TestFolder folder;

	@BeforeEach
	void makeFolder() throws IOException {
		this.folder = new TestFolder(this.temp.resolve("folder"));
		Files.createDirectories(this.folder.application());
	}

	private Path jar(String name, @Nullable String classPath) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
		if (classPath != null) {
			manifest.getMainAttributes().put(Attributes.Name.CLASS_PATH, classPath);
		}
		Path jar = this.temp.resolve(name);
		try (OutputStream out = Files.newOutputStream(jar);
				JarOutputStream content = new JarOutputStream(out, manifest)) {
			content.putNextEntry(new ZipEntry(name));
		}
		return jar;
	}

	@Test
	void runsACopyThatAnotherBuildReplaces() throws IOException {
		Path jar = jar("app.jar", null);
		Path next = jar("next-build.jar", null);
		JarProgram program = new JarProgram(jar);
		Path copy = this.folder.application().resolve("app.jar");
		assertThat(program.words(this.folder)).containsExactly("-jar", copy.toString());
		assertThat(copy).hasSameBinaryContentAs(jar);
		program.replace(this.folder, next);
		assertThat(copy).hasSameBinaryContentAs(next);
		assertThat(this.folder.application()).isDirectoryNotContaining((file) -> !file.equals(copy));
	}

	@Test
	void jarThatRefersToFilesStaysWhereItIs() throws IOException {
		Path jar = jar("app.jar", "lib/other.jar");
		JarProgram program = new JarProgram(jar);
		assertThat(program.words(this.folder)).containsExactly("-jar", jar.toString());
		assertThatIllegalStateException().isThrownBy(() -> program.replace(this.folder, jar))
			.withMessageContaining("refers to files beside it");
	}

	@Test
	void missingJarIsNamed() {
		assertThatExceptionOfType(NoSuchFileException.class)
			.isThrownBy(() -> new JarProgram(this.temp.resolve("none.jar")).words(this.folder))
			.withMessageContaining("none.jar (expected: the packaged application");
	}

}
