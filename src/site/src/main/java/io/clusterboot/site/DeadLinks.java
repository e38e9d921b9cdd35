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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Links and anchors of a finished site that lead nowhere. Links to other sites are not
 * followed.
 *
 * @param found one line for each of them
 */
record DeadLinks(List<String> found) {

	private static final Pattern ID = Pattern.compile("\\sid=\"([^\"]+)\"");

	private static final Pattern REFERENCE = Pattern.compile("\\s(?:href|src)=\"([^\"]*)\"");

	private static final Pattern OTHER_SITE = Pattern.compile("^(https?|mailto|data):.*");

	static DeadLinks in(Path site) throws IOException {
		Map<Path, String> pages = new TreeMap<>();
		try (Stream<Path> files = Files.walk(site)) {
			for (Path file : files.filter((path) -> path.toString().endsWith(".html")).toList()) {
				pages.put(file.normalize(), Files.readString(file));
			}
		}
		Map<Path, Set<String>> ids = new HashMap<>();
		pages.forEach((file, html) -> ids.put(file,
				ID.matcher(html).results().map((match) -> match.group(1)).collect(Collectors.toSet())));
		List<String> found = new ArrayList<>();
		pages.forEach((file, html) -> {
			for (String link : new HashSet<>(REFERENCE.matcher(html).results().map(DeadLinks::destination).toList())) {
				if (!OTHER_SITE.matcher(link).matches() && !leadsSomewhere(file, link, ids)) {
					found.add("%s: dead link %s".formatted(site.relativize(file), link));
				}
			}
		});
		return new DeadLinks(found.stream().sorted().toList());
	}

	private static String destination(MatchResult match) {
		return match.group(1).replace("&amp;", "&");
	}

	private static boolean leadsSomewhere(Path page, String link, Map<Path, Set<String>> ids) {
		String[] parts = link.split("#", 2);
		Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
		if (parts.length > 1) {
			return ids.getOrDefault(file, Set.of()).contains(parts[1]);
		}
		return Files.isRegularFile(file);
	}

	void failIfAny() {
		if (!this.found.isEmpty()) {
			throw new IllegalStateException("Dead links (expected: none)\n" + String.join("\n", this.found));
		}
	}

}
