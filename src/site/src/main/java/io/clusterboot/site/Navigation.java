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

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;

/**
 * The navigation: the sections and pages that {@code src/docs/README.md} lists, in its
 * order, and below "More" the pages that it does not list. The page of the configuration
 * keys, which is no file, follows the one on configuration.
 *
 * @param sections the sections
 */
record Navigation(List<Section> sections) {

	private static final String DECISIONS = "src/docs/decisions/";

	private static final String CONFIGURATION = "configuration.html";

	private static final String KEYS = "configuration-keys.html";

	/**
	 * Read the navigation. Links of the contents have been rewritten.
	 */
	static Navigation of(Pages pages) {
		Page contents = Objects.requireNonNull(pages.get(Pages.CONTENTS), Pages.CONTENTS);
		List<Section> sections = new ArrayList<>();
		Set<String> listed = new HashSet<>(Set.of(contents.target()));
		contents.document().accept(new AbstractVisitor() {

			@Override
			public void visit(Heading heading) {
				if (heading.getLevel() == 2) {
					sections.add(new Section(Page.textOf(heading), new ArrayList<>()));
				}
			}

			@Override
			public void visit(Link link) {
				if (!sections.isEmpty() && listed.add(link.getDestination())) {
					List<Entry> entries = sections.get(sections.size() - 1).entries();
					entries.add(new Entry(Page.textOf(link), link.getDestination()));
					if (link.getDestination().equals(CONFIGURATION) && listed.add(KEYS)) {
						entries.add(new Entry("Every key", KEYS));
					}
				}
			}

		});
		List<Entry> others = pages.all()
			.stream()
			.filter((page) -> !page.source().startsWith(DECISIONS) && listed.add(page.target()))
			.map((page) -> new Entry(page.title(), page.target()))
			.toList();
		if (!others.isEmpty()) {
			sections.add(new Section("More", others));
		}
		return new Navigation(sections);
	}

	/**
	 * Return the entries of all sections.
	 */
	List<Entry> entries() {
		return this.sections.stream().flatMap((section) -> section.entries().stream()).toList();
	}

	/**
	 * A part of the navigation.
	 *
	 * @param title what it is about
	 * @param entries its pages
	 */
	record Section(String title, List<Entry> entries) {

	}

	/**
	 * A page in the navigation.
	 *
	 * @param title its name there
	 * @param target its file, from the folder of the site
	 */
	record Entry(String title, String target) {

	}

}
