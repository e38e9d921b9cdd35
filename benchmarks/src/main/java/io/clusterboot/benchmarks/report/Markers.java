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

package io.clusterboot.benchmarks.report;

/**
 * A part of a Markdown file between two comments.
 *
 * @param name the name of the part
 */
record Markers(String name) {

	/**
	 * Return the part of a file.
	 * @param text the text of the file
	 * @param otherwise the part if the file has none
	 */
	String read(String text, String otherwise) {
		int begin = text.indexOf(begin());
		int end = text.indexOf(end());
		return (begin < 0 || end < begin) ? otherwise : text.substring(begin + begin().length(), end);
	}

	/**
	 * Return a file with another part.
	 * @param text the text of the file
	 * @param part the new part
	 * @throws IllegalStateException if the file has no such part
	 */
	String replace(String text, String part) {
		int begin = text.indexOf(begin());
		int end = text.indexOf(end());
		if (begin < 0 || end < begin) {
			throw new IllegalStateException("The file has no %s … %s".formatted(begin(), end()));
		}
		return text.substring(0, begin) + wrap(part) + text.substring(end + end().length());
	}

	String wrap(String part) {
		return begin() + part + end();
	}

	private String begin() {
		return "<!-- %s -->".formatted(this.name);
	}

	private String end() {
		return "<!-- /%s -->".formatted(this.name);
	}

}
