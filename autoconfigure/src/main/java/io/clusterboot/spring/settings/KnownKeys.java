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

package io.clusterboot.spring.settings;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;

/**
 * The keys below a prefix, and how near another key is to one of them.
 *
 * @param keys the keys that have a value
 * @param groups the keys that only have keys below them
 * @param maps the keys below which there is any key, or an index
 */
record KnownKeys(Set<String> keys, Set<String> groups, Set<String> maps) {

	private static final int LARGEST_DISTANCE = 2;

	/**
	 * A key of fewer letters for each wrong one is another word.
	 */
	private static final int LETTERS_FOR_EACH_ERROR = 3;

	/**
	 * Read the keys from the fields of a properties class.
	 */
	static KnownKeys of(String prefix, Class<?> type) {
		KnownKeys known = new KnownKeys(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
		known.add(prefix, type);
		return known;
	}

	private void add(String prefix, Class<?> type) {
		for (Field field : type.getDeclaredFields()) {
			String key = prefix + "." + DataObjectPropertyName.toDashedForm(field.getName());
			if (field.isAnnotationPresent(NestedConfigurationProperty.class)) {
				this.groups.add(key);
				add(key, field.getType());
			}
			else if (!Modifier.isStatic(field.getModifiers())) {
				((Map.class.isAssignableFrom(field.getType())) ? this.maps : this.keys).add(key);
			}
		}
	}

	/**
	 * Return whether Spring Boot binds a key, in any spelling that it accepts.
	 */
	boolean contains(String key) {
		String plain = uniform(key);
		int index = plain.indexOf('[');
		String list = (index > 0) ? plain.substring(0, index) : plain;
		return this.keys.stream().map(KnownKeys::uniform).anyMatch(list::equals) || this.maps.stream()
			.map(KnownKeys::uniform)
			.anyMatch((map) -> plain.startsWith(map + ".") || plain.startsWith(map + "["));
	}

	/**
	 * Return the known key that another one is a misspelling of.
	 */
	Optional<String> misspelledAs(String key) {
		String letters = letters(key);
		return this.keys.stream()
			.min(Comparator.comparingInt((known) -> distance(letters(known), letters)))
			.filter((known) -> isNear(letters(known), letters));
	}

	/**
	 * Return the known key that ends like another one.
	 */
	Optional<String> sameNameAs(String key) {
		String name = letters(key.substring(key.lastIndexOf('.') + 1));
		return this.keys.stream()
			.filter((known) -> letters(known.substring(known.lastIndexOf('.') + 1)).equals(name))
			.findFirst();
	}

	private static boolean isNear(String known, String other) {
		String prefix = letters("cluster.");
		int distance = distance(known, other);
		return distance <= LARGEST_DISTANCE
				&& distance * LETTERS_FOR_EACH_ERROR <= Math.min(known.length(), other.length()) - prefix.length();
	}

	private static String uniform(String key) {
		return key.toLowerCase(Locale.ROOT).replace("-", "").replace("_", "");
	}

	private static String letters(String key) {
		return uniform(key).replace(".", "");
	}

	/**
	 * Return how many letters have to be inserted, removed or replaced.
	 */
	static int distance(String one, String other) {
		int[] previous = new int[other.length() + 1];
		for (int j = 0; j <= other.length(); j++) {
			previous[j] = j;
		}
		for (int i = 1; i <= one.length(); i++) {
			int[] current = new int[other.length() + 1];
			current[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = previous[j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				current[j] = Math.min(replaced, 1 + Math.min(previous[j], current[j - 1]));
			}
			previous = current;
		}
		return previous[other.length()];
	}

}
