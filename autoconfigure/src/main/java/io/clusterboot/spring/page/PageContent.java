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

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

import org.springframework.core.io.ClassPathResource;

/**
 * The page: one HTML document, whose only script and only style are known by their
 * hashes, so that a browser runs nothing else.
 *
 * @param html the document
 * @param policy its content security policy
 */
record PageContent(byte[] html, String policy) {

	private static final String CHANGES = "{{changes}}";

	/**
	 * Read the page.
	 * @param changes whether it offers operations
	 */
	static PageContent read(boolean changes) {
		try {
			String html = new ClassPathResource("page.html", PageContent.class)
				.getContentAsString(StandardCharsets.UTF_8)
				.replace(CHANGES, Boolean.toString(changes));
			String policy = "default-src 'none'; img-src data:; script-src '%s'; style-src '%s'; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
				.formatted(hash(html, "script"), hash(html, "style"));
			return new PageContent(html.getBytes(StandardCharsets.UTF_8), policy);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Could not read the page of the cluster", ex);
		}
	}

	private static String hash(String html, String element) {
		String begin = "<" + element + ">";
		int from = html.indexOf(begin) + begin.length();
		byte[] content = html.substring(from, html.indexOf("</" + element + ">", from))
			.getBytes(StandardCharsets.UTF_8);
		try {
			return "sha256-" + Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(content));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every JDK has SHA-256", ex);
		}
	}

}
