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

package io.clusterboot.ipc;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link FrameDecoder}.
 */
class FrameDecoderTests {

	private final FrameDecoder decoder = new FrameDecoder(100);

	@Test
	void linesAreTheSameWhereverTheyAreSplit() {
		byte[] bytes = RawPeer.bytes("\"ä€😀\"\n\n{\"a\":1}\r\n1234567890123\n");
		for (int split = 0; split <= bytes.length; split++) {
			List<String> lines = new ArrayList<>();
			feed(bytes, 0, split, lines);
			feed(bytes, split, bytes.length, lines);
			assertThat(lines).as("split at %d", split).containsExactly("\"ä€😀\"", "", "{\"a\":1}\r", "1234567890123");
			assertThat(this.decoder.hasPartialLine()).isFalse();
		}
	}

	@Test
	void lineOfTheMaximumSizeIsKeptAndALongerOneSkipped() {
		List<String> lines = new ArrayList<>();
		byte[] bytes = RawPeer.bytes("a".repeat(100) + "\n" + "b".repeat(101) + "\n" + "c\n");
		for (int i = 0; i < bytes.length; i++) {
			feed(bytes, i, i + 1, lines);
		}
		assertThat(lines).containsExactly("a".repeat(100), "oversized", "c");
	}

	@Test
	void longLineIsNotKeptInMemory() {
		List<String> lines = new ArrayList<>();
		byte[] chunk = RawPeer.bytes("x".repeat(65536));
		for (int i = 0; i < 200; i++) {
			feed(chunk, 0, chunk.length, lines);
		}
		assertThat(this.decoder.buffer()).hasSizeLessThan(512 * 1024);
		assertThat(this.decoder.hasPartialLine()).isTrue();
		feed(RawPeer.bytes("\nnext\n"), 0, 6, lines);
		assertThat(lines).containsExactly("oversized", "next");
	}

	@Test
	void largeBufferIsGivenBack() {
		FrameDecoder large = new FrameDecoder(16 * 1024 * 1024);
		ByteBuffer chunk = ByteBuffer.allocateDirect(65536);
		for (int i = 0; i < 100; i++) {
			large.append(chunk, 65536);
			assertThat(large.next()).isEqualTo(FrameDecoder.Next.NOTHING);
		}
		large.append(chunk.put(0, (byte) '\n'), 1);
		assertThat(large.next()).isEqualTo(FrameDecoder.Next.LINE);
		assertThat(large.lineLength()).isEqualTo(6553600);
		assertThat(large.next()).isEqualTo(FrameDecoder.Next.NOTHING);
		assertThat(large.buffer()).hasSizeLessThan(1024 * 1024);
	}

	private void feed(byte[] bytes, int from, int to, List<String> lines) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(Math.max(1, to - from)).put(0, bytes, from, to - from);
		this.decoder.append(buffer, to - from);
		for (FrameDecoder.Next next = this.decoder.next(); next != FrameDecoder.Next.NOTHING; next = this.decoder
			.next()) {
			lines.add((next == FrameDecoder.Next.OVERSIZED_LINE) ? "oversized" : new String(this.decoder.buffer(),
					this.decoder.lineStart(), this.decoder.lineLength(), StandardCharsets.UTF_8));
		}
	}

}
