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

package io.clusterboot.spring.command;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * Colours text that may contain anything, also what picocli takes for markup.
 */
final class Markup {

	private Markup() {
	}

	static String styled(String text, String style, Ansi ansi) {
		if (!ansi.enabled()) {
			return text;
		}
		IStyle[] styles = Style.parse(style);
		// Not the end of each style: that of bold is a double underline to some terminals
		return Style.on(styles) + text + Style.reset.on();
	}

}
