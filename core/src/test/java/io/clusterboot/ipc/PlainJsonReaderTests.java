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
import java.util.Random;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PlainJsonReader}. Jackson says what is right.
 */
class PlainJsonReaderTests {

	private final PlainJsonReader reader = new PlainJsonReader();

	private final ObjectReader jackson = JsonMapper.shared()
		.reader()
		.with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false", "0", "7", "-7", "2147483647", "2147483648", "-2147483648",
			"-2147483649", "999999999999999999", "\"\"", "\"x\"", "\"text of more than eight bytes / ~\"", "{}", "[]",
			"[1,[2,[]],{\"a\":[]}]", "{\"a\":1,\"b\":{\"c\":null},\"text\":\"with a space\"}", "{\"\":\"\"}",
			"{\"a\":1,\"b\":2,\"a\":3}" })
	void readsWhatJacksonReads(String json) {
		assertThat(read(json)).isNotNull().isEqualTo(this.jackson.readTree(json));
		assertThat(read(json)).hasSameClassAs(this.jackson.readTree(json));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " 1", "1 ", "-", "-0", "01", "-01", "1.0", "1e5", "1x", "9223372036854775807",
			"9223372036854775808", "\"", "\"a", "\"a\\n\"", "\"é\"", "\"a\tb\"", "\"a\"b", "nul", "nulll", "{", "[",
			"[1,]", "[,1]", "[1 ]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}", "{\"a\" :1}", "{\"é\":1}", "{}}",
			"[1]]", "1,2", "{\"a\":1]" })
	void leavesEverythingElse(String json) {
		assertThat(read(json)).isNull();
	}

	@Test
	void leavesManyLevels() {
		assertThat(read("[".repeat(32) + "]".repeat(32))).isNotNull();
		assertThat(read("[".repeat(100_000) + "]".repeat(100_000))).isNull();
		assertThat(read("{\"a\":".repeat(100_000) + "1" + "}".repeat(100_000))).isNull();
	}

	@Test
	void manyNamesStayApart() {
		for (int i = 0; i < 10_000; i++) {
			assertThat(read("{\"name" + i + "\":" + i + "}")).hasToString("{\"name" + i + "\":" + i + "}");
		}
		String longName = "n".repeat(65);
		assertThat(read("{\"" + longName + "\":1}")).isNull();
	}

	@Test
	void neverReadsBeyondTheLine() {
		byte[] bytes = "[[1,\"ab\"],12\"]".getBytes(StandardCharsets.UTF_8);
		assertThat(this.reader.read(bytes, 1, 8)).hasToString("[1,\"ab\"]");
		assertThat(this.reader.read(bytes, 1, 7)).isNull();
		assertThat(this.reader.read(bytes, 4, 3)).isNull();
		assertThat(this.reader.read(bytes, 10, 1)).hasToString("1");
	}

	@Test
	void damagedMessagesAreLeftOrEqual() {
		byte[] valid = "{\"cmd\":\"NODE_CLUSTER\",\"list\":[1,-23,{\"a\":\"some longer text\"},true,null],\"n\":12345}"
			.getBytes(StandardCharsets.US_ASCII);
		byte[] replacements = "{}[]\",:\\019-.e \t\u0000\u007fxtrue\u00e9".getBytes(StandardCharsets.UTF_8);
		Random random = new Random(11);
		int plain = 0;
		for (int i = 0; i < 100_000; i++) {
			byte[] damaged = valid.clone();
			for (int changes = random.nextInt(3); changes >= 0; changes--) {
				damaged[random.nextInt(damaged.length)] = replacements[random.nextInt(replacements.length)];
			}
			JsonNode read = this.reader.read(damaged, 0, damaged.length);
			if (read != null) {
				plain++;
				assertThat(read).isEqualTo(jackson(damaged));
			}
		}
		assertThat(plain).isGreaterThan(1000);
	}

	private @Nullable JsonNode jackson(byte[] bytes) {
		try {
			return this.jackson.readTree(bytes);
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	private @Nullable JsonNode read(String json) {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		return this.reader.read(bytes, 0, bytes.length);
	}

}
