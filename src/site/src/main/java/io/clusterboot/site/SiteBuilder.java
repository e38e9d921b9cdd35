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
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Builds the site: every page, the files that pages link to, the search index, style and
 * script. Fails if a link or an anchor leads nowhere, or a configuration key is
 * documented on no page.
 */
public final class SiteBuilder {

	private static final List<String> ASSETS = List.of("site.css", "site.js");

	private final Path repository;

	private final Path output;

	private SiteBuilder(Path repository, Path output) {
		this.repository = repository;
		this.output = output;
	}

	/**
	 * Build the site.
	 * @param args the folder of the repository, and the folder of the site
	 * @throws IOException if a file cannot be read or written
	 */
	public static void main(String[] args) throws IOException {
		build(Path.of(args[0]), Path.of(args[1]));
	}

	static void build(Path repository, Path output) throws IOException {
		new SiteBuilder(repository.toAbsolutePath().normalize(), output).build();
	}

	private void build() throws IOException {
		clear();
		ConfigurationKeys keys = ConfigurationKeys.ofClassPath();
		Pages pages = Pages.of(this.repository, keys);
		keys.checkDocumentedIn(pages.written());
		Links links = new Links(this.repository, pages);
		pages.all().forEach(links::rewrite);
		PageLayout layout = new PageLayout(Navigation.of(pages));
		for (Page page : pages.all()) {
			write(page.target(), layout.html(page));
		}
		for (String file : links.files()) {
			copy(this.repository.resolve(file), Links.targetOf(file));
		}
		write("search-index.js", SearchIndex.of(pages.all()).script());
		for (String asset : ASSETS) {
			write(asset, resource("/io/clusterboot/site/" + asset));
		}
		Properties libraries = new Properties();
		libraries.load(new StringReader(resource("/io/clusterboot/site/libraries.properties")));
		for (String library : libraries.stringPropertyNames()) {
			write(library, resource(libraries.getProperty(library)));
		}
		DeadLinks.in(this.output).failIfAny();
	}

	private void clear() throws IOException {
		if (Files.exists(this.output)) {
			try (Stream<Path> files = Files.walk(this.output)) {
				files.sorted(Comparator.reverseOrder()).forEach(SiteBuilder::delete);
			}
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void write(String target, String text) throws IOException {
		Path file = this.output.resolve(target);
		Files.createDirectories(file.getParent());
		Files.writeString(file, text);
	}

	private void copy(Path source, String target) throws IOException {
		Path file = this.output.resolve(target);
		Files.createDirectories(file.getParent());
		Files.copy(source, file);
	}

	static String resource(String name) throws IOException {
		try (InputStream stream = SiteBuilder.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("Resource %s is missing".formatted(name));
			}
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
