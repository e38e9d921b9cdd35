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

package io.clusterboot.process;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutputPump}: what one write to the target has.
 */
class OutputPumpTests {

	private final List<String> writes = new ArrayList<>();

	@Test
	void lineThatIsLongerThanAPipeIsWrittenAtOnce() {
		String line = "x".repeat(200_000) + "\n";
		pump("short\n" + line + "end\n");
		assertThat(this.writes).allMatch((text) -> text.endsWith("\n")).anyMatch((text) -> text.contains(line));
		assertThat(String.join("", this.writes)).isEqualTo("short\n" + line + "end\n");
	}

	@Test
	void lineWithoutEndIsWrittenWhenTheOutputEnds() {
		pump("a\n" + "y".repeat(100_000));
		assertThat(this.writes).containsExactly("a\n", "y".repeat(100_000));
	}

	@Test
	void endlessLineDoesNotFillTheMemory() {
		String line = "z".repeat(9 * 1024 * 1024);
		pump(line + "\nnext\n");
		assertThat(this.writes).hasSizeGreaterThan(2).allMatch((text) -> text.length() <= 4 * 1024 * 1024);
		assertThat(String.join("", this.writes)).isEqualTo(line + "\nnext\n");
	}

	private void pump(String text) {
		OutputStream target = new OutputStream() {

			@Override
			public void write(int b) {
				throw new UnsupportedOperationException();
			}

			@Override
			public void write(byte[] bytes, int offset, int length) {
				OutputPumpTests.this.writes.add(new String(bytes, offset, length, StandardCharsets.UTF_8));
			}

		};
		new OutputPump(Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))), target,
				new LastLines())
			.run();
	}

}
