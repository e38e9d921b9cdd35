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
import java.util.Collection;
import java.util.List;

import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.CustomNode;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.ListItem;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the search in the browser looks through: the sections of all pages. It is a script
 * and no JSON, as pages that are opened as files may load scripts only.
 *
 * @param sections the sections
 */
record SearchIndex(List<Section> sections) {

	private static final int SMALLEST_SECTION = 3;

	static SearchIndex of(Collection<Page> pages) {
		List<Section> sections = new ArrayList<>();
		for (Page page : pages) {
			Collector collector = new Collector(page, sections);
			page.document().accept(collector);
			collector.end();
		}
		return new SearchIndex(sections);
	}

	String script() {
		return "window.searchIndex = " + JsonMapper.shared().writeValueAsString(this.sections) + ";\n";
	}

	/**
	 * A section of a page.
	 *
	 * @param id its address, from the folder of the site
	 * @param page the title of the page
	 * @param heading its heading
	 * @param text what it says
	 */
	record Section(String id, String page, String heading, String text) {

	}

	private static final class Collector extends AbstractVisitor {

		private final Page page;

		private final List<Section> sections;

		private final StringBuilder text = new StringBuilder();

		private String heading;

		private String address;

		Collector(Page page, List<Section> sections) {
			this.page = page;
			this.sections = sections;
			this.heading = page.title();
			this.address = page.target();
		}

		void end() {
			this.sections.add(new Section(this.address, this.page.title(), this.heading,
					this.text.toString().replaceAll("\\s+", " ").strip()));
			this.text.setLength(0);
		}

		@Override
		public void visit(Heading node) {
			if (node.getLevel() > 1 && node.getLevel() <= SMALLEST_SECTION) {
				end();
				this.heading = Page.textOf(node);
				this.address = this.page.target() + "#" + this.page.anchors().get(node);
			}
			else if (node.getLevel() > 1) {
				visitChildren(node);
				this.text.append(' ');
			}
		}

		@Override
		public void visit(Paragraph node) {
			visitChildren(node);
			this.text.append(' ');
		}

		@Override
		public void visit(ListItem node) {
			visitChildren(node);
			this.text.append(' ');
		}

		@Override
		public void visit(CustomNode node) {
			visitChildren(node);
			if (node instanceof TableCell) {
				this.text.append(' ');
			}
		}

		@Override
		public void visit(FencedCodeBlock node) {
			this.text.append(node.getLiteral()).append(' ');
		}

		@Override
		public void visit(Text node) {
			this.text.append(node.getLiteral());
		}

		@Override
		public void visit(Code node) {
			this.text.append(node.getLiteral());
		}

		@Override
		public void visit(SoftLineBreak node) {
			this.text.append(' ');
		}

	}

}
