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

import java.nio.charset.StandardCharsets;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PlainText}.
 */
class PlainTextTests {

	@Test
	void eachByteAtEachPlaceIsFound() {
		for (int value = 0; value < 256; value++) {
			boolean plain = value >= ' ' && value < 128 && value != '"' && value != '\\';
			for (int place = 0; place < 19; place++) {
				byte[] bytes = "x".repeat(20).getBytes(StandardCharsets.US_ASCII);
				bytes[place] = (byte) value;
				assertThat(PlainText.end(bytes, 0, 20)).isEqualTo(plain ? 20 : place);
				assertThat(PlainText.end(bytes, place, 20)).isEqualTo(plain ? 20 : place);
				assertThat(PlainText.end(bytes, 0, place)).isEqualTo(place);
			}
		}
	}

	@Test
	void plainTextIsItsOwnJson() {
		for (char value = 0; value < 0x200; value++) {
			String text = "some text " + value + " and more";
			byte[] bytes = PlainText.bytes(text);
			boolean same = JsonMapper.shared().writeValueAsString(text).equals('"' + text + '"');
			assertThat(bytes != null).isEqualTo(same && value < 128);
			if (bytes != null) {
				assertThat(bytes).asString(StandardCharsets.UTF_8).isEqualTo(text);
			}
		}
	}

	@Test
	void halfASurrogatePairIsNotPlain() {
		assertThat(PlainText.bytes("a ? b")).isNotNull();
		assertThat(PlainText.bytes("a \ud800 b")).isNull();
		assertThat(PlainText.bytes("a \udfff ? b")).isNull();
	}

}
