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

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.commonmark.ext.heading.anchor.IdGenerator;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Heading;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/**
 * A page of the site.
 *
 * @param source the Markdown file, from the folder of the repository
 * @param document what it says; links are rewritten in place
 * @param anchors the anchor of each heading, as GitHub names them
 */
record Page(String source, Node document, Map<Heading, String> anchors) {

	static Page of(String source, Node document) {
		IdGenerator ids = IdGenerator.builder().build();
		Map<Heading, String> anchors = new LinkedHashMap<>();
		document.accept(new AbstractVisitor() {

			@Override
			public void visit(Heading heading) {
				anchors.put(heading, ids.generateId(textOf(heading).strip()));
			}

			@Override
			public void visit(HtmlBlock block) {
				requireComment(source, block.getLiteral());
			}

			@Override
			public void visit(HtmlInline inline) {
				requireComment(source, inline.getLiteral());
			}

		});
		return new Page(source, document, anchors);
	}

	private static void requireComment(String source, String html) {
		if (!html.strip().startsWith("<!--")) {
			throw new IllegalStateException("%s: HTML %s (expected: Markdown only)".formatted(source, html.strip()));
		}
	}

	/**
	 * Return the file of the page, from the folder of the site.
	 */
	String target() {
		String name = this.source.substring(0, this.source.length() - ".md".length());
		if (name.startsWith("src/docs/")) {
			name = name.substring("src/docs/".length());
			return (name.equals("README") ? "contents" : indexed(name)) + ".html";
		}
		return indexed(name).toLowerCase(Locale.ROOT) + ".html";
	}

	private static String indexed(String name) {
		return name.replaceFirst("(^|/)README$", "$1index");
	}

	/**
	 * Return the path from this page to the folder of the site, such as {@code ../}.
	 */
	String toRoot() {
		return "../".repeat((int) target().chars().filter((character) -> character == '/').count());
	}

	String title() {
		return this.anchors.keySet()
			.stream()
			.findFirst()
			.map(Page::textOf)
			.orElseThrow(() -> new IllegalStateException("%s has no heading".formatted(this.source)));
	}

	/**
	 * Return the text below a node, with code and without markup.
	 */
	static String textOf(Node node) {
		StringBuilder text = new StringBuilder();
		node.accept(new AbstractVisitor() {

			@Override
			public void visit(Text part) {
				text.append(part.getLiteral());
			}

			@Override
			public void visit(Code code) {
				text.append(code.getLiteral());
			}

			@Override
			public void visit(SoftLineBreak lineBreak) {
				text.append(' ');
			}

		});
		return text.toString();
	}

}
