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
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A page of the documentation whose commands a test runs.
 *
 * @param blocks its blocks of code, in their order
 */
record GuidePage(List<Block> blocks) {

	/**
	 * The sources of this project.
	 */
	static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

	private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)(?: ([^\n]+))?\n(.*?)^```$");

	static GuidePage read(String page) {
		try {
			return new GuidePage(BLOCK.matcher(Files.readString(REPOSITORY.resolve(page)))
				.results()
				.map((match) -> new Block(match.group(1), (match.group(2) != null) ? match.group(2) : "",
						match.group(3)))
				.toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the commands of the page that a test runs, block by block.
	 */
	List<String> commands() {
		return this.blocks.stream().filter(Block::isRun).map(Block::text).toList();
	}

	/**
	 * Write the files of the page.
	 */
	void writeFiles(Path directory) throws IOException {
		for (Block block : this.blocks) {
			if (block.note().contains(".")) {
				Path file = directory.resolve(block.note());
				Files.createDirectories(file.getParent());
				Files.writeString(file, block.text());
			}
		}
	}

	/**
	 * Copy the sources of this project, as a clone has them.
	 */
	static void copySources(Path clone) throws IOException {
		try (Stream<Path> files = Files.walk(REPOSITORY)) {
			for (Path file : files.filter(GuidePage::isSource).toList()) {
				Path copy = clone.resolve(REPOSITORY.relativize(file));
				Files.createDirectories(copy.getParent());
				Files.copy(file, copy);
			}
		}
	}

	private static boolean isSource(Path file) {
		for (Path name : REPOSITORY.relativize(file)) {
			if (name.toString().equals("target") || name.toString().equals(".git")) {
				return false;
			}
		}
		return Files.isRegularFile(file);
	}

	/**
	 * A block of code.
	 *
	 * @param language its language, or nothing
	 * @param note what follows the language, such as the name of the file, or nothing
	 * @param text the code
	 */
	record Block(String language, String note, String text) {

		/**
		 * Whether it has commands that a test runs. A block of others says why not.
		 */
		boolean isRun() {
			return this.language.equals("sh") && !this.note.startsWith("not run: ");
		}

	}

}
