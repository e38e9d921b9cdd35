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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * All pages: the Markdown files of {@code src/docs} and some at the top of the
 * repository, and those that are generated.
 */
final class Pages {

	/**
	 * The page that is generated from the metadata of the configuration.
	 */
	static final String KEYS = "src/docs/configuration-keys.md";

	/**
	 * The contents: a list of pages, which is the navigation, too.
	 */
	static final String CONTENTS = "src/docs/README.md";

	private static final List<String> OTHERS = List.of("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md",
			"benchmarks/README.md");

	private final Map<String, Page> pages = new TreeMap<>();

	private final Map<String, String> written = new TreeMap<>();

	private final Parser parser = Parser.builder()
		.extensions(List.of(TablesExtension.create(), TaskListItemsExtension.create()))
		.build();

	private Pages() {
	}

	static Pages of(Path repository, ConfigurationKeys keys) throws IOException {
		Pages pages = new Pages();
		try (Stream<Path> files = Files.walk(repository.resolve("src/docs"))) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".md")).toList()) {
				pages.read(repository, file);
			}
		}
		for (String other : OTHERS) {
			if (Files.exists(repository.resolve(other))) {
				pages.read(repository, repository.resolve(other));
			}
		}
		pages.add(KEYS, keys.markdown());
		pages.addIndex("src/docs/decisions", "Decisions");
		return pages;
	}

	private void read(Path repository, Path file) throws IOException {
		String source = repository.relativize(file).toString();
		String markdown = Files.readString(file);
		this.written.put(source, markdown);
		add(source, markdown);
	}

	private void add(String source, String markdown) {
		this.pages.put(source, Page.of(source, this.parser.parse(markdown)));
	}

	private void addIndex(String folder, String title) {
		String list = this.pages.values()
			.stream()
			.filter((page) -> page.source().startsWith(folder + "/"))
			.map((page) -> "- [%s](%s)".formatted(page.title(), page.source().substring(folder.length() + 1)))
			.collect(Collectors.joining("\n"));
		if (!list.isEmpty()) {
			add(folder + "/README.md", "# %s\n\n%s\n".formatted(title, list));
		}
	}

	Collection<Page> all() {
		return this.pages.values();
	}

	/**
	 * Return the text of the files that people write, by name.
	 */
	Map<String, String> written() {
		return this.written;
	}

	/**
	 * Return the page of a Markdown file, or the index page of a folder.
	 */
	@Nullable Page get(String source) {
		Page page = this.pages.get(source);
		return (page != null) ? page : this.pages.get(source.isEmpty() ? "README.md" : source + "/README.md");
	}

}
