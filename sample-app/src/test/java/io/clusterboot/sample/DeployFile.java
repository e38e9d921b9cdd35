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
package io.clusterboot.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A file of the documentation about deployment, with the values of a test.
 *
 * @param text the content
 */
record DeployFile(String text) {

	private static final Path FOLDER = Path.of("..", "src", "docs", "deploy");

	static DeployFile read(String name) {
		try {
			return new DeployFile(Files.readString(FOLDER.resolve(name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Replace a text that has to be there.
	 */
	DeployFile with(String text, String replacement) {
		assertThat(this.text).contains(text);
		return new DeployFile(this.text.replace(text, replacement));
	}

	Path writeTo(Path file) {
		try {
			Files.createDirectories(file.getParent());
			return Files.writeString(file, this.text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
