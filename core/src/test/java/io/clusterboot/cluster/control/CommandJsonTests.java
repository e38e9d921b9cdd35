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

package io.clusterboot.cluster.control;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CommandJson}: it reads and writes what the mapper does.
 */
class CommandJsonTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "{}", "[]", "null", "true", "\"text\"", "-7", "12345678901", "123456789012345678901234567890",
					"1.5", "{\"a\":[1,[2,{}],{\"b\":null,\"c\":false}],\"d\":\"\\\"quoted\\\" \\u00e4\\n \u20ac\"}",
					" { \"a\" : 1 , \"a\" : 2 } " })
	void readsWhatTheMapperReads(String text) {
		assertThat(CommandJson.read(text)).isEqualTo(JsonMapper.shared().readTree(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "[1", "{\"a\":}", "nul", "{\"a\" 1}", "[1,]" })
	void whatIsNoJsonFails(String text) {
		assertThatExceptionOfType(JacksonException.class).isThrownBy(() -> CommandJson.read(text));
	}

	@Test
	void writesWhatTheMapperWrites() {
		for (ControlRequest request : new ControlRequest[] { new ControlRequest.Status(), new ControlRequest.Scale(3),
				new ControlRequest.Events(Long.MAX_VALUE) }) {
			ControlCall call = new ControlCall("\"\u20ac\\\n", Duration.ofSeconds(3), request);
			assertThat(CommandJson.write(ControlCodec.encode(call))).isEqualTo(ControlCodec.encode(call).toString());
		}
	}

}
