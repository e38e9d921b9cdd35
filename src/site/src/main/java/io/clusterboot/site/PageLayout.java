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
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.task.list.items.TaskListItemsExtension;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.renderer.html.HtmlRenderer;

/**
 * Makes a page's HTML: its text, the navigation around it, and the list of its sections.
 */
final class PageLayout {

	private static final Pattern HEADING = Pattern.compile("<(h[2-4]) id=\"([^\"]+)\">");

	private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

	private final Navigation navigation;

	private final String template;

	PageLayout(Navigation navigation) throws IOException {
		this.navigation = navigation;
		this.template = SiteBuilder.resource("/io/clusterboot/site/page.html");
	}

	String html(Page page) {
		Map<String, String> parts = Map.of("title", escape(page.title()), "root", page.toRoot(), "navigation",
				navigation(page), "content", content(page), "sections", sections(page), "neighbours", neighbours(page));
		return PLACEHOLDER.matcher(this.template)
			.replaceAll((match) -> Matcher.quoteReplacement(parts.getOrDefault(match.group(1), "")));
	}

	private static String content(Page page) {
		HtmlRenderer renderer = HtmlRenderer.builder()
			.extensions(List.of(TablesExtension.create(), TaskListItemsExtension.create()))
			.attributeProviderFactory((context) -> (node, tag, attributes) -> attributes(page, node, tag, attributes))
			.build();
		String html = renderer.render(page.document());
		return HEADING.matcher(html)
			.replaceAll("<$1 id=\"$2\"><a class=\"anchor\" href=\"#$2\" aria-hidden=\"true\" tabindex=\"-1\">#</a>")
			.replace("<table>", "<div class=\"table\"><table>")
			.replace("</table>", "</table></div>");
	}

	private static void attributes(Page page, Node node, String tag, Map<String, String> attributes) {
		if (node instanceof Heading heading) {
			attributes.put("id", page.anchors().getOrDefault(heading, ""));
		}
		if (node instanceof FencedCodeBlock block && tag.equals("pre")) {
			String[] info = block.getInfo().split(" ", 2);
			if (info.length > 1) {
				attributes.put("data-file", info[1]);
			}
			attributes.put("tabindex", "0");
		}
	}

	private String navigation(Page page) {
		return this.navigation.sections()
			.stream()
			.map((section) -> "<h2>%s</h2>\n<ul>\n%s</ul>\n".formatted(escape(section.title()),
					section.entries().stream().map((entry) -> item(entry, page)).collect(Collectors.joining())))
			.collect(Collectors.joining());
	}

	private static String item(Navigation.Entry entry, Page page) {
		String current = entry.target().equals(page.target()) ? " aria-current=\"page\"" : "";
		return "<li><a href=\"%s%s\"%s>%s</a></li>%n".formatted(page.toRoot(), entry.target(), current,
				escape(entry.title()));
	}

	private static String sections(Page page) {
		String items = page.anchors()
			.entrySet()
			.stream()
			.filter((anchor) -> anchor.getKey().getLevel() == 2)
			.map((anchor) -> "<li><a href=\"#%s\">%s</a></li>%n".formatted(anchor.getValue(),
					escape(Page.textOf(anchor.getKey()))))
			.collect(Collectors.joining());
		return items.isEmpty() ? "" : "<h2>On this page</h2>\n<ul>\n%s</ul>".formatted(items);
	}

	private String neighbours(Page page) {
		List<Navigation.Entry> entries = this.navigation.entries();
		List<String> targets = entries.stream().map(Navigation.Entry::target).toList();
		int index = targets.indexOf(page.target());
		if (index < 0) {
			return "";
		}
		return ((index > 0) ? neighbour(page, entries.get(index - 1), "prev", "← ", "") : "")
				+ ((index < entries.size() - 1) ? neighbour(page, entries.get(index + 1), "next", "", " →") : "");
	}

	private static String neighbour(Page page, Navigation.Entry entry, String relation, String before, String after) {
		return "<a rel=\"%s\" href=\"%s%s\">%s%s%s</a>".formatted(relation, page.toRoot(), entry.target(), before,
				escape(entry.title()), after);
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
