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
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.annotation.JsonValue;
import org.junit.jupiter.api.Test;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link FrameEncoder}.
 */
class FrameEncoderTests {

	private final FrameEncoder encoder = new FrameEncoder("test", 20_000, new ChannelJson(JsonMapper::shared));

	@Test
	void messageIsCompactJsonAndANewline() {
		assertThat(text(this.encoder.encode(Map.of("a", List.of(1, "x\ny"))))).isEqualTo("{\"a\":[1,\"x\\ny\"]}\n");
		assertThat(text(this.encoder.encode(null))).isEqualTo("null\n");
		assertThat(text(this.encoder.encode("\u2028 € 😀 /"))).isEqualTo("\"\u2028 € 😀 /\"\n");
	}

	@Test
	void messageOfManyPiecesIsWhole() {
		String text = "é".repeat(9_000);
		assertThat(text(this.encoder.encode(text))).isEqualTo("\"" + text + "\"\n");
	}

	@Test
	void longTextIsWrittenAsJacksonWritesIt() {
		for (String end : List.of("", "?", "/", "\"", "\\", "\n", "\u0000", "\u007f", "é", "€", "😀")) {
			Map<String, String> message = Map.of("text", "x".repeat(5_000) + end);
			assertThat(text(this.encoder.encode(message)))
				.isEqualTo(JsonMapper.shared().writeValueAsString(message) + "\n");
		}
	}

	@Test
	void halfASurrogatePairInLongTextIsEscaped() {
		assertThat(text(this.encoder.encode("x".repeat(5_000) + "\ud800")))
			.isEqualToIgnoringCase("\"" + "x".repeat(5_000) + "\\ud800\"\n");
	}

	@Test
	void mapperWithOtherEscapesIsObeyed() {
		FrameEncoder escaping = new FrameEncoder("test", 1000,
				new ChannelJson(() -> JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES).build()));
		assertThat(text(escaping.encode("/".repeat(100)))).isEqualTo("\"" + "\\/".repeat(100) + "\"\n");
	}

	@Test
	void halfASurrogatePairIsEscaped() {
		assertThat(text(this.encoder.encode("a\ud800b"))).isEqualToIgnoringCase("\"a\\ud800b\"\n");
	}

	@Test
	void handleFrameHasTheKeysOfNode() {
		assertThat(text(this.encoder.encode(Map.of("hi", 1), HandleType.NET_SERVER, null, null)))
			.isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Server\",\"msg\":{\"hi\":1}}\n");
		assertThat(text(this.encoder.encode("s", HandleType.NET_SOCKET, "4:\"x", null)))
			.isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"net.Socket\",\"msg\":\"s\",\"key\":\"4:\\\"x\"}\n");
		assertThat(text(this.encoder.encode("s", HandleType.DGRAM_SOCKET, null, "udp4")))
			.isEqualTo("{\"cmd\":\"NODE_HANDLE\",\"type\":\"dgram.Socket\",\"msg\":\"s\",\"dgramType\":\"udp4\"}\n");
	}

	@Test
	void messageOverTheLimitSaysItsSizeAndTheLimit() {
		assertThat(this.encoder.encode("x".repeat(19_998))).hasSize(20_001);
		assertThatExceptionOfType(MessageTooLargeException.class)
			.isThrownBy(() -> this.encoder.encode("x".repeat(30_000)))
			.withMessage("A message of 30002 bytes for the channel 'test' is too large (expected: <= 20000)")
			.satisfies((ex) -> assertThat(ex.getSize()).isEqualTo(30_002))
			.satisfies((ex) -> assertThat(ex.getLimit()).isEqualTo(20_000));
	}

	@Test
	void mapperThatIndentsIsOverruled() {
		FrameEncoder indenting = new FrameEncoder("test", 1000,
				new ChannelJson(() -> JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build()));
		assertThat(text(indenting.encode(Map.of("a", 1)))).isEqualTo("{\"a\":1}\n");
	}

	@Test
	void rawJsonCannotBreakTheFraming() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Raw("1\n\n2")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Whole("")));
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Whole(" ")));
	}

	@Test
	void objectThatIsNoJsonIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.encoder.encode(new Failing()));
	}

	private static String text(byte[] frame) {
		return new String(frame, StandardCharsets.UTF_8);
	}

	static class Failing {

		public String getValue() {
			throw new IllegalStateException("on purpose");
		}

	}

	record Raw(@JsonRawValue String value) {

	}

	record Whole(@JsonValue @JsonRawValue String value) {

	}

}
