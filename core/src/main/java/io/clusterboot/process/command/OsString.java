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

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A string of the kernel: bytes without a zero and without a defined encoding. They are
 * decoded as UTF-8; a byte that is not UTF-8 becomes the lone surrogate
 * {@code U+DC00 + byte}, which no UTF-8 text contains, so that every string can be
 * encoded again without loss, in any locale of the JVM.
 */
public final class OsString {

	private static final int ESCAPE = 0xDC00;

	/**
	 * Whether strings for the system are UTF-8. Before JDK 18 the default encoding
	 * counts.
	 */
	private static final boolean UTF_8_TO_SYSTEM = Charset.defaultCharset().equals(StandardCharsets.UTF_8)
			&& Charset.forName(System.getProperty("sun.jnu.encoding")).equals(StandardCharsets.UTF_8);

	private final byte[] bytes;

	private OsString(byte[] bytes) {
		this.bytes = bytes;
	}

	public static OsString of(byte[] bytes) {
		return new OsString(bytes.clone());
	}

	public static OsString of(String text) {
		ByteBuffer bytes = ByteBuffer.allocate(text.length() * 3);
		int start = 0;
		for (int i = 0; i < text.length(); i++) {
			if (isEscapedByte(text, i)) {
				bytes.put(text.substring(start, i).getBytes(StandardCharsets.UTF_8));
				bytes.put((byte) (text.charAt(i) - ESCAPE));
				start = i + 1;
			}
		}
		bytes.put(text.substring(start).getBytes(StandardCharsets.UTF_8));
		return new OsString(Arrays.copyOf(bytes.array(), bytes.position()));
	}

	/**
	 * Return the bytes of a path. {@link Path#toString()} uses the encoding of the locale
	 * and loses characters outside it; the URI is made from the bytes.
	 * @param path the path
	 * @return its bytes
	 */
	public static OsString of(Path path) {
		String text = path.toString();
		if (text.chars().allMatch((c) -> c < 0x80)) {
			return new OsString(text.getBytes(StandardCharsets.US_ASCII));
		}
		String uri = path.toUri().getRawPath();
		ByteBuffer bytes = ByteBuffer.allocate(uri.length());
		for (int i = 0; i < uri.length(); i++) {
			if (uri.charAt(i) == '%') {
				bytes.put((byte) Integer.parseInt(uri.substring(i + 1, i + 3), 16));
				i += 2;
			}
			else {
				bytes.put((byte) uri.charAt(i));
			}
		}
		int length = bytes.position();
		if (length > 1 && bytes.get(length - 1) == '/') {
			length--;
		}
		return new OsString(Arrays.copyOf(bytes.array(), length));
	}

	private static boolean isEscapedByte(String text, int index) {
		char c = text.charAt(index);
		return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF
				&& (index == 0 || !Character.isHighSurrogate(text.charAt(index - 1)));
	}

	public byte[] bytes() {
		return this.bytes.clone();
	}

	public boolean isAscii() {
		for (byte b : this.bytes) {
			if (b < 0) {
				return false;
			}
		}
		return true;
	}

	/**
	 * Return whether the JDK passes this string on to a process without loss.
	 * @return whether it is ASCII, or the JVM writes UTF-8 and this is UTF-8
	 */
	public boolean isPlain() {
		return isAscii() || (UTF_8_TO_SYSTEM && Arrays.equals(toString().getBytes(StandardCharsets.UTF_8), this.bytes));
	}

	/**
	 * Return this string as one word of a POSIX shell script in pure ASCII.
	 * @return the quoted word
	 */
	public String shellWord() {
		int end = this.bytes.length;
		while (end > 0 && this.bytes[end - 1] == '\n') {
			end--;
		}
		StringBuilder word = new StringBuilder("\"$(printf '");
		for (int i = 0; i < end; i++) {
			int b = this.bytes[i] & 0xFF;
			// printf would take a word that starts with a dash for an option
			if (b < ' ' || b > '~' || b == '\'' || b == '\\' || (b == '-' && i == 0)) {
				word.append('\\').append(b >> 6).append((b >> 3) & 7).append(b & 7);
			}
			else {
				word.append((b != '%') ? Character.toString(b) : "%%");
			}
		}
		// The shell strips newlines from the end of a substitution
		return word.append("')").append("\n".repeat(this.bytes.length - end)).append('"').toString();
	}

	@Override
	public boolean equals(Object other) {
		return other instanceof OsString string && Arrays.equals(this.bytes, string.bytes);
	}

	@Override
	public int hashCode() {
		return Arrays.hashCode(this.bytes);
	}

	@Override
	public String toString() {
		CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
			.onMalformedInput(CodingErrorAction.REPORT)
			.onUnmappableCharacter(CodingErrorAction.REPORT);
		ByteBuffer in = ByteBuffer.wrap(this.bytes);
		CharBuffer out = CharBuffer.allocate(this.bytes.length);
		for (CoderResult result = decoder.decode(in, out, true); result
			.isError(); result = decoder.decode(in, out, true)) {
			for (int i = 0; i < result.length(); i++) {
				out.put((char) (ESCAPE + (in.get() & 0xFF)));
			}
		}
		return out.flip().toString();
	}

}
