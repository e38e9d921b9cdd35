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
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/**
 * A packaged application. The cluster runs a copy, which another build can replace,
 * unless the jar refers to files beside it.
 *
 * @param jar the executable jar
 */
public record JarProgram(Path jar) implements Program {

	@Override
	public List<String> words(TestFolder folder) throws IOException {
		if (!Files.isRegularFile(this.jar)) {
			throw new NoSuchFileException(this.jar.toAbsolutePath() + " (expected: the packaged application; with "
					+ "Maven, run the test in the phase integration-test)");
		}
		if (refersToFiles()) {
			return List.of("-jar", this.jar.toAbsolutePath().toString());
		}
		return List.of("-jar", Files.copy(this.jar, copy(folder)).toString());
	}

	private Path copy(TestFolder folder) {
		return folder.application().resolve(String.valueOf(this.jar.getFileName()));
	}

	private boolean refersToFiles() throws IOException {
		try (JarFile file = new JarFile(this.jar.toFile())) {
			Manifest manifest = file.getManifest();
			return manifest != null && manifest.getMainAttributes().containsKey(Attributes.Name.CLASS_PATH);
		}
	}

	@Override
	public void replace(TestFolder folder, Path next) throws IOException {
		if (refersToFiles()) {
			throw new IllegalStateException(
					"%s refers to files beside it (expected, to roll to %s: a jar that holds all it needs)"
						.formatted(this.jar, next));
		}
		// As a deployment does it: complete when it takes the place of the last one
		Path complete = Files.copy(next, folder.application().resolve("next"), StandardCopyOption.REPLACE_EXISTING);
		Files.move(complete, copy(folder), StandardCopyOption.ATOMIC_MOVE);
	}

}
