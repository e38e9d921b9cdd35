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

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Image;
import org.commonmark.node.Link;

/**
 * Links of Markdown files, which lead to files of the repository, become links of the
 * site: to the page of a Markdown file, or to a copy of any other file.
 */
final class Links {

	private static final Pattern ABSOLUTE = Pattern.compile("^([a-z]+:|#).*");

	private final Path repository;

	private final Pages pages;

	private final Set<String> files = new TreeSet<>();

	Links(Path repository, Pages pages) {
		this.repository = repository;
		this.pages = pages;
	}

	/**
	 * Return the files that pages link to and that are no pages, from the folder of the
	 * repository.
	 */
	Set<String> files() {
		return this.files;
	}

	/**
	 * Return where the copy of such a file is, from the folder of the site.
	 */
	static String targetOf(String file) {
		return file.startsWith("src/docs/") ? file.substring("src/docs/".length()) : "files/" + file;
	}

	void rewrite(Page page) {
		page.document().accept(new AbstractVisitor() {

			@Override
			public void visit(Link link) {
				link.setDestination(rewritten(page, link.getDestination()));
				visitChildren(link);
			}

			@Override
			public void visit(Image image) {
				image.setDestination(rewritten(page, image.getDestination()));
				visitChildren(image);
			}

		});
	}

	private String rewritten(Page page, String destination) {
		if (ABSOLUTE.matcher(destination).matches()) {
			return destination;
		}
		String[] parts = destination.split("#", 2);
		String fragment = (parts.length > 1) ? "#" + parts[1] : "";
		Path file = Path.of("/", page.source()).resolveSibling(parts[0]).normalize();
		String source = Path.of("/").relativize(file).toString();
		Page target = this.pages.get(source);
		if (target != null) {
			return page.toRoot() + target.target() + fragment;
		}
		if (!Files.isRegularFile(this.repository.resolve(source))) {
			throw new IllegalStateException(
					"%s: link to %s (expected: a file of the repository)".formatted(page.source(), destination));
		}
		this.files.add(source);
		return page.toRoot() + targetOf(source) + fragment;
	}

}
