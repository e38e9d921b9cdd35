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

package io.clusterboot.spring.warmup;

import java.io.IOException;
import java.util.HexFormat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * The forms in which a server may send a status, the examples of RFC 7541 among them.
 */
class StatusFieldTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			88,                   200
			8e,                   500
			2088,                 200
			4803333032,           302
			4882640258,           302
			488264025885,         302
			0803343239,           429
			1803353033,           503
			488275ff,             79
			00073a73746174757303343031, 401
			""")
	void isRead(String block, int status) throws IOException {
		assertThat(StatusField.in(HexFormat.of().parseHex(block))).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "82", "8f", "5803333032", "48", "480333", "4803616263" })
	void anythingElseIsRefused(String block) {
		assertThatIOException().isThrownBy(() -> StatusField.in(HexFormat.of().parseHex(block)));
	}

}
