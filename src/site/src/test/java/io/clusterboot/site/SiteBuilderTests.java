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

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The site of a small repository.
 */
class SiteBuilderTests {

	@TempDir
	Path directory;

	private Path repository;

	private Path site;

	@BeforeEach
	void writeRepository() throws IOException {
		this.repository = Files.createDirectory(this.directory.resolve("repository"));
		this.site = this.directory.resolve("site");
		page("README.md", "# Overview\n\n[use](src/docs/use.md#set-up), [decisions](src/docs/decisions/)");
		page("src/docs/README.md", "# Contents\n\n## Start\n\n- [The overview](../../README.md)\n- [Use](use.md)");
		page("src/docs/use.md",
				"# Use it\n\n## Set `up`\n\n[file](files/app.service), &lt;\n\n```java a/B.java\nint i;\n```");
		page("src/docs/other.md", "# Something else\n\n[why](decisions/0001-why.md)");
		page("src/docs/decisions/0001-why.md", "# 1. Why\n\n![drawing](../drawing.svg)");
		page("src/docs/files/app.service", "[Unit]");
		page("src/docs/drawing.svg", "<svg/>");
		page("src/docs/configuration.md", "# Configuration");
		page("src/docs/keys.md",
				Pages.of(this.repository, ConfigurationKeys.ofClassPath())
					.get(Pages.KEYS)
					.anchors()
					.keySet()
					.stream()
					.map((heading) -> "`" + Page.textOf(heading) + "`")
					.reduce("# Keys\n\n", String::concat));
	}

	@Test
	void linksToPagesAndFilesLeadThereInTheSite() throws IOException {
		SiteBuilder.build(this.repository, this.site);

		assertThat(html("index.html")).contains("href=\"use.html#set-up\"", "href=\"decisions/index.html\"");
		assertThat(html("use.html")).contains("href=\"files/app.service\"", "<h2 id=\"set-up\">",
				"data-file=\"a/B.java\"", "class=\"language-java\"");
		assertThat(html("decisions/0001-why.html")).contains("src=\"../drawing.svg\"", "href=\"../site.css\"");
		assertThat(this.site.resolve("files/app.service")).hasContent("[Unit]");
		assertThat(html("decisions/index.html")).contains("href=\"../decisions/0001-why.html\">1. Why");
	}

	@Test
	void pageThatTheContentsDoNotListIsInTheNavigationToo() throws IOException {
		SiteBuilder.build(this.repository, this.site);

		assertThat(html("index.html")).containsSubsequence("<h2>Start</h2>", "aria-current=\"page\">The overview</a>",
				"<a href=\"use.html\">Use</a>", "<h2>More</h2>", "<a href=\"other.html\">Something else</a>");
		assertThat(html("index.html")).contains("rel=\"next\" href=\"use.html\"");
	}

	@Test
	void searchIndexHasEachSection() throws IOException {
		SiteBuilder.build(this.repository, this.site);

		assertThat(html("search-index.js")).contains(
				"{\"id\":\"use.html#set-up\",\"page\":\"Use it\",\"heading\":\"Set up\",\"text\":\"file, < int i;\"}");
	}

	@Test
	void anchorThatDoesNotExistFailsTheBuild() throws IOException {
		page("src/docs/other.md", "# Other\n\n[use](use.md#set-down)");

		assertThatIllegalStateException().isThrownBy(() -> SiteBuilder.build(this.repository, this.site))
			.withMessageContaining("other.html: dead link use.html#set-down");
	}

	@Test
	void fileThatDoesNotExistFailsTheBuild() throws IOException {
		page("src/docs/other.md", "# Other\n\n[use](no-use.md)");

		assertThatIllegalStateException().isThrownBy(() -> SiteBuilder.build(this.repository, this.site))
			.withMessage("src/docs/other.md: link to no-use.md (expected: a file of the repository)");
	}

	@Test
	void htmlFailsTheBuild() throws IOException {
		page("src/docs/other.md", "# Other\n\n<!-- a comment -->\n\n<b>bold</b>");

		assertThatIllegalStateException().isThrownBy(() -> SiteBuilder.build(this.repository, this.site))
			.withMessage("src/docs/other.md: HTML <b> (expected: Markdown only)");
	}

	@Test
	void keyThatIsOnNoPageFailsTheBuild() throws IOException {
		Files.delete(this.repository.resolve("src/docs/keys.md"));

		assertThatIllegalStateException().isThrownBy(() -> SiteBuilder.build(this.repository, this.site))
			.withMessageContaining("cluster.drain-timeout is on no page");
	}

	@Test
	void defaultThatTheMetadataDoesNotHaveFailsTheBuild() throws IOException {
		page("src/docs/configuration.md", """
				# Configuration

				| key | default | |
				|---|---|---|
				| `cluster.drain-grace` | `3s` | |
				| `cluster.worker.environment.*` | none | |
				| `cluster.drain-gracefully` | unset | |
				""");

		assertThatIllegalStateException().isThrownBy(() -> SiteBuilder.build(this.repository, this.site))
			.withMessage("""
					Configuration keys are documented wrongly
					src/docs/configuration.md: the default of cluster.drain-grace is `3s` (expected: 2s)
					src/docs/configuration.md: cluster.drain-gracefully is no key""");
	}

	@Test
	void everyKeyHasTypeDefaultAndValues() throws IOException {
		SiteBuilder.build(this.repository, this.site);

		assertThat(html("configuration-keys.html")).containsSubsequence("<code>cluster.drain-grace</code>",
				"Value: duration", "Default: <code>2s</code>", "<code>cluster.respawn.give-up</code>",
				"Default: <code>none-left</code>", "<code>any</code>");
	}

	private void page(String file, String text) throws IOException {
		Path path = this.repository.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, text);
	}

	private String html(String file) throws IOException {
		return Files.readString(this.site.resolve(file));
	}

}
