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

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link PlainJsonWriter}.
 */
class PlainJsonWriterTests {

	@ParameterizedTest
	@ValueSource(strings = { "null", "true", "false", "0", "-7", "2147483648", "-9223372036854775808", "\"\"",
			"\"text / ~\"", "\"a text that is too long to be copied byte by byte, as others are\"", "{}", "[]",
			"[1,[2,[]],{\"a\":[]}]", "{\"a\":1,\"b\":{\"c\":null},\"text\":\"with a space\"}" })
	void writesWhatJacksonWrites(String json) {
		assertThat(write(JsonMapper.shared().readTree(json), 1000)).isEqualTo(json + "\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "1.5", "9223372036854775808", "\"é\"", "\"a\\nb\"", "\"\\\"\"", "[\"\\\\\"]", "{\"é\":1}",
			"{\"a\":[1.5]}",
			"\"a text that is too long to be copied byte by byte, and ends with a quotation mark: \\\"\"" })
	void leavesEverythingElse(String json) {
		assertThat(write(JsonMapper.shared().readTree(json), 1000)).isNull();
	}

	@Test
	void leavesNodesOfOtherTypes() {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		assertThat(write(nodes.missingNode(), 1000)).isNull();
		assertThat(write(nodes.binaryNode(new byte[1]), 1000)).isNull();
		assertThat(write(nodes.pojoNode("x"), 1000)).isNull();
		assertThat(write(nodes.objectNode().putPOJO("a", 1), 1000)).isNull();
	}

	@Test
	void leavesWhatIsTooLargeOrTooDeep() {
		JsonNodeFactory nodes = JsonNodeFactory.instance;
		assertThat(write(nodes.stringNode("x".repeat(998)), 1000)).hasSize(1001);
		assertThat(write(nodes.stringNode("x".repeat(999)), 1000)).isNull();
		JsonNode nested = nodes.arrayNode();
		for (int i = 1; i < 32; i++) {
			nested = nodes.arrayNode().add(nested);
		}
		assertThat(write(nested, 1000)).isNotNull();
		assertThat(write(nodes.arrayNode().add(nested), 1000)).isNull();
	}

	private static @Nullable String write(JsonNode message, int maxSize) {
		byte[] frame = PlainJsonWriter.frame(message, maxSize);
		return (frame != null) ? new String(frame, StandardCharsets.UTF_8) : null;
	}

}
