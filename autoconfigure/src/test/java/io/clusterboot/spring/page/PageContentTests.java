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

package io.clusterboot.spring.page;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PageContent}.
 */
class PageContentTests {

	private static final Pattern CODE = Pattern.compile("(?s)<(script|style)\\b([^>]*)>(.*?)</\\1>");

	private static final Pattern OUTSIDE = Pattern
		.compile("(?:src|href|action)\\s*=\\s*[\"'](?!data:|#)|url\\(|@import|https?://(?!www\\.w3\\.org/2000/svg)");

	private final PageContent content = PageContent.read(true);

	private final String html = new String(this.content.html(), StandardCharsets.UTF_8);

	@Test
	void policyAllowsTheOneScriptAndTheOneStyleByTheirHashes() throws Exception {
		String policy = this.content.policy();
		assertThat(policy).startsWith("default-src 'none';")
			.contains("connect-src 'self'", "form-action 'none'", "base-uri 'none'", "frame-ancestors 'none'")
			.doesNotContain("unsafe", "*", "http:", "https:");
		assertThat(CODE.matcher(this.html).results().map((code) -> code.group(1))).containsExactlyInAnyOrder("style",
				"script");
		for (MatchResult code : CODE.matcher(this.html).results().toList()) {
			String hash = Base64.getEncoder()
				.encodeToString(
						MessageDigest.getInstance("SHA-256").digest(code.group(3).getBytes(StandardCharsets.UTF_8)));
			assertThat(code.group(2)).isEmpty();
			assertThat(policy).contains("%s-src 'sha256-%s'".formatted(code.group(1), hash));
		}
	}

	@Test
	void nothingComesFromElsewhereOrIsInline() {
		assertThat(OUTSIDE.matcher(this.html).results().map(MatchResult::group)).isEmpty();
		String markup = CODE.matcher(this.html).replaceAll("");
		assertThat(markup).doesNotContainPattern("<[^>]*\\s(?:on[a-z]+|style)\\s*=");
	}

	@Test
	void operationsAreOfferedWhereTheyArePermitted() {
		assertThat(this.html).contains("<meta name=\"cluster-changes\" content=\"true\">");
		assertThat(new String(PageContent.read(false).html(), StandardCharsets.UTF_8))
			.contains("<meta name=\"cluster-changes\" content=\"false\">");
	}

}
