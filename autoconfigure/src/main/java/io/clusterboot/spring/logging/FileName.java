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

package io.clusterboot.spring.logging;

/**
 * The name of a log file, or a pattern for the names of rotated ones.
 *
 * @param text the name, with or without directories
 */
record FileName(String text) {

	private static final String SEPARATORS = "-._";

	/**
	 * Return the name with a suffix before its extension, or before the first part that
	 * changes from one rotation to the next.
	 * @param suffix the suffix, with a separator in front; may be empty
	 */
	String with(String suffix) {
		if (suffix.isEmpty()) {
			return this.text;
		}
		int start = start();
		int position = position(start);
		String inserted = (position == start) ? suffix.substring(1) + suffix.charAt(0) : suffix;
		return this.text.substring(0, position) + inserted + this.text.substring(position);
	}

	private int position(int start) {
		for (int i = start; i < this.text.length(); i++) {
			char c = this.text.charAt(i);
			if (c == '%' || c == '$') {
				return withoutSeparators(start, i);
			}
		}
		int dot = this.text.lastIndexOf('.');
		return (dot > start) ? dot : this.text.length();
	}

	private int withoutSeparators(int start, int end) {
		int position = end;
		while (position > start && SEPARATORS.indexOf(this.text.charAt(position - 1)) >= 0) {
			position--;
		}
		return position;
	}

	/**
	 * Return the position after the last separator of directories, of which a format in
	 * braces is no part.
	 */
	private int start() {
		int start = 0;
		int depth = 0;
		for (int i = 0; i < this.text.length(); i++) {
			switch (this.text.charAt(i)) {
				case '{' -> depth++;
				case '}' -> depth--;
				case '/' -> start = (depth == 0) ? i + 1 : start;
				default -> {
				}
			}
		}
		return start;
	}

}
