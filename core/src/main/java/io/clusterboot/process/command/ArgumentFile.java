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

package io.clusterboot.process.command;

import java.util.ArrayList;
import java.util.List;

/**
 * The words of a {@code @argfile}, by the rules of the {@code java} launcher: white space
 * separates, {@code #} starts a comment, quotes keep white space together until the end
 * of the line, and a backslash is an escape only inside quotes.
 */
public final class ArgumentFile {

	private final String text;

	private int position;

	private ArgumentFile(String text) {
		this.text = text;
	}

	static List<String> tokens(String text) {
		return new ArgumentFile(text).tokens();
	}

	/**
	 * Write words so that the launcher reads the same ones, byte for byte.
	 * @param words the words
	 * @return the content of a file
	 */
	public static byte[] render(List<String> words) {
		StringBuilder text = new StringBuilder();
		for (String word : words) {
			text.append('"');
			for (int i = 0; i < word.length(); i++) {
				char c = word.charAt(i);
				switch (c) {
					case '\n' -> text.append("\\n");
					case '\r' -> text.append("\\r");
					case '\t' -> text.append("\\t");
					case '\f' -> text.append("\\f");
					case '"', '\\' -> text.append('\\').append(c);
					default -> text.append(c);
				}
			}
			text.append("\"\n");
		}
		return OsString.of(text.toString()).bytes();
	}

	private List<String> tokens() {
		List<String> tokens = new ArrayList<>();
		while (true) {
			skipSpace();
			if (atEnd()) {
				return tokens;
			}
			StringBuilder token = new StringBuilder();
			if (readToken(token)) {
				tokens.add(token.toString());
			}
		}
	}

	/**
	 * Read one token.
	 * @param token receives the token
	 * @return whether there was one
	 */
	private boolean readToken(StringBuilder token) {
		int quoted = 0;
		while (!atEnd()) {
			char c = this.text.charAt(this.position++);
			if (c == '#') {
				// The launcher drops an unquoted word before a comment
				token.setLength(quoted);
				skipLine();
				skipSpace();
			}
			else if (isSpace(c)) {
				return true;
			}
			else if (c != '"' && c != '\'') {
				token.append(c);
			}
			else if (readQuoted(token, c)) {
				quoted = token.length();
			}
			else {
				return true;
			}
		}
		return !token.isEmpty();
	}

	private boolean readQuoted(StringBuilder token, char quote) {
		while (!atEnd()) {
			char c = this.text.charAt(this.position++);
			if (c == quote) {
				return true;
			}
			if (isLineEnd(c)) {
				return false;
			}
			if (c != '\\') {
				token.append(c);
			}
			else if (!atEnd()) {
				readEscape(token);
			}
		}
		return true;
	}

	private void readEscape(StringBuilder token) {
		char c = this.text.charAt(this.position++);
		switch (c) {
			case '\n', '\r' -> skipSpace();
			case 'n' -> token.append('\n');
			case 'r' -> token.append('\r');
			case 't' -> token.append('\t');
			case 'f' -> token.append('\f');
			default -> token.append(c);
		}
	}

	private void skipSpace() {
		while (!atEnd() && isSpace(this.text.charAt(this.position))) {
			this.position++;
		}
	}

	private void skipLine() {
		while (!atEnd() && !isLineEnd(this.text.charAt(this.position))) {
			this.position++;
		}
	}

	private boolean atEnd() {
		return this.position >= this.text.length();
	}

	private static boolean isSpace(char c) {
		return c == ' ' || c == '\t' || c == '\f' || isLineEnd(c);
	}

	private static boolean isLineEnd(char c) {
		return c == '\n' || c == '\r';
	}

}
