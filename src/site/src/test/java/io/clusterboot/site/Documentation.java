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

package io.clusterboot.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.parser.Parser;

/**
 * The pages of this repository, as its tests read them.
 */
final class Documentation {

	static final Path REPOSITORY = Path.of("..", "..").toAbsolutePath().normalize();

	private Documentation() {
	}

	/**
	 * Return the pages of users and of operators.
	 */
	static List<Path> pages() throws IOException {
		try (Stream<Path> files = Files.list(REPOSITORY.resolve("src/docs"))) {
			return Stream.concat(Stream.of(REPOSITORY.resolve("README.md")), files.sorted())
				.filter((file) -> file.toString().endsWith(".md"))
				.toList();
		}
	}

	static String read(String file) {
		try {
			return Files.readString(REPOSITORY.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return the blocks of code of a page.
	 */
	static List<Block> blocks(Path page) throws IOException {
		List<Block> blocks = new ArrayList<>();
		Parser.builder().build().parse(Files.readString(page)).accept(new AbstractVisitor() {

			@Override
			public void visit(FencedCodeBlock block) {
				String[] info = block.getInfo().split(" ", 2);
				blocks.add(new Block(info[0], (info.length > 1) ? info[1] : "", block.getLiteral()));
			}

		});
		return blocks;
	}

	/**
	 * A block of code.
	 *
	 * @param language its language, or nothing
	 * @param note what follows the language
	 * @param text the code
	 */
	record Block(String language, String note, String text) {

	}

}
