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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The configuration keys, as the metadata has them that IDEs complete from.
 */
final class ConfigurationKeys {

	private static final String METADATA = "/META-INF/spring-configuration-metadata.json";

	private static final String CONFIGURATION = "src/docs/configuration.md";

	private static final Pattern OWN = Pattern.compile("cluster\\..*|management\\..*\\bcluster\\b.*");

	/**
	 * A row of a table: a key, and its default.
	 */
	private static final Pattern ROW = Pattern.compile("(?m)^\\| `(cluster\\.[^`]+)` \\| (.+?) \\|");

	private static final Map<String, String> TYPES = Map.of("java.lang.Boolean", "`true` or `false`",
			"java.lang.Integer", "whole number", "java.lang.Long", "whole number", "java.lang.Double", "number",
			"java.lang.String", "text", "java.nio.file.Path", "path", "java.time.Duration",
			"duration, such as `500ms` or `30s`", "org.springframework.util.unit.DataSize",
			"size, such as `64KB` or `16MB`", "java.util.List<java.lang.String>", "list of texts",
			"java.util.Map<java.lang.String,java.lang.String>", "texts by name");

	private final List<Key> keys;

	private ConfigurationKeys(List<Key> keys) {
		this.keys = keys;
	}

	static ConfigurationKeys ofClassPath() throws IOException {
		return of(SiteBuilder.resource(METADATA));
	}

	static ConfigurationKeys of(String metadata) {
		JsonNode root = JsonMapper.shared().readTree(metadata);
		Map<String, JsonNode> values = new TreeMap<>();
		root.path("hints").forEach((hint) -> values.put(hint.path("name").asString(), hint.path("values")));
		List<Key> keys = new ArrayList<>();
		for (JsonNode property : root.path("properties")) {
			Key key = Key.of(property, values.getOrDefault(property.path("name").asString(), property.path("values")));
			if (OWN.matcher(key.name()).matches() && !key.isSetByClusterBoot()) {
				keys.add(key);
			}
		}
		return new ConfigurationKeys(keys);
	}

	/**
	 * Return the page with all keys.
	 */
	String markdown() {
		StringBuilder text = new StringBuilder(
				"""
						# Every configuration key

						Made from the metadata from which IDEs complete keys. What they mean together, and what is refused, is in
						[Configuration](configuration.md).
						""");
		Map<String, List<Key>> groups = this.keys.stream()
			.collect(Collectors.groupingBy(Key::group, TreeMap::new, Collectors.toList()));
		groups.forEach((group, members) -> {
			text.append("\n## %s\n".formatted(group));
			members.forEach((key) -> text.append(key.markdown()));
		});
		return text.toString();
	}

	/**
	 * Fail if a key is on no page, or if the table of keys has a key, or a default, that
	 * the metadata does not have.
	 * @param pages the text of the files that people write, by name
	 */
	void checkDocumentedIn(Map<String, String> pages) {
		List<String> wrong = new ArrayList<>();
		Collection<String> texts = pages.entrySet()
			.stream()
			.filter((page) -> !page.getKey().equals("CHANGELOG.md"))
			.map(Map.Entry::getValue)
			.toList();
		this.keys.stream()
			.filter((key) -> texts.stream().noneMatch(key::isNamedIn))
			.forEach((key) -> wrong.add("%s is on no page".formatted(key.name())));
		Matcher rows = ROW.matcher(pages.getOrDefault(CONFIGURATION, ""));
		while (rows.find()) {
			check(rows.group(1), rows.group(2), wrong);
		}
		if (!wrong.isEmpty()) {
			throw new IllegalStateException("Configuration keys are documented wrongly\n" + String.join("\n", wrong));
		}
	}

	private void check(String name, String defaultValue, List<String> wrong) {
		Key key = this.keys.stream().filter((candidate) -> candidate.isNamed(name)).findFirst().orElse(null);
		if (key == null) {
			wrong.add("%s: %s is no key".formatted(CONFIGURATION, name));
		}
		else if (!key.defaultValue().isEmpty() && !defaultValue.equals("`" + key.defaultValue() + "`")) {
			wrong.add("%s: the default of %s is %s (expected: %s)".formatted(CONFIGURATION, name, defaultValue,
					key.defaultValue()));
		}
	}

	/**
	 * A key.
	 *
	 * @param name its name
	 * @param type the Java type of its value
	 * @param defaultValue its default, empty if it has none
	 * @param description what it is for
	 * @param values its values with their descriptions, if they are known
	 */
	private record Key(String name, String type, String defaultValue, String description, Map<String, String> values) {

		static Key of(JsonNode property, JsonNode hints) {
			Map<String, String> values = new TreeMap<>();
			hints.forEach((hint) -> values.put(hint.path("value").asString(), hint.path("description").asString("")));
			String type = property.path("type").asString();
			for (Object constant : constantsOf(type)) {
				values.putIfAbsent(constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'), "");
			}
			return new Key(property.path("name").asString(), type, property.path("defaultValue").asString(""),
					property.path("description").asString("").replace("<", "\\<"), values);
		}

		private static Object[] constantsOf(String type) {
			try {
				Object @Nullable [] constants = Class.forName(type).getEnumConstants();
				return (constants != null) ? constants : new Object[0];
			}
			catch (ClassNotFoundException ex) {
				return new Object[0];
			}
		}

		boolean isSetByClusterBoot() {
			return this.description.contains("not to be set by hand");
		}

		boolean isNamedIn(String text) {
			return Pattern.compile("`" + Pattern.quote(this.name) + "(`|[.=:\\[])").matcher(text).find();
		}

		boolean isNamed(String written) {
			return written.equals(this.name) || written.startsWith(this.name + "[") || written.equals(this.name + ".*");
		}

		/**
		 * Return the part of the name that keys about one thing share.
		 */
		String group() {
			int dot = this.name.lastIndexOf('.');
			return this.name.substring(0, dot);
		}

		String markdown() {
			StringBuilder text = new StringBuilder("\n### `%s`\n\n%s\n\n".formatted(this.name, this.description));
			String known = TYPES.get(this.type);
			if (known != null) {
				text.append("- Value: %s\n".formatted(known));
			}
			text.append(
					"- Default: %s\n".formatted(this.defaultValue.isEmpty() ? "unset" : "`" + this.defaultValue + "`"));
			this.values.forEach((value, meaning) -> text
				.append(meaning.isEmpty() ? "- `%s`\n".formatted(value) : "- `%s`: %s\n".formatted(value, meaning)));
			return text.toString();
		}

	}

}
