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

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Newline}.
 */
class NewlineTests {

	@Test
	void firstNewlineIsFoundAtEveryPlaceAmongAllBytes() {
		byte[] bytes = new byte[300];
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = (byte) ((i % 256 == '\n') ? '\t' : i);
		}
		for (int place = 0; place < bytes.length; place++) {
			byte kept = bytes[place];
			bytes[place] = '\n';
			assertThat(Newline.indexOf(bytes, 0, bytes.length)).isEqualTo(place);
			assertThat(Newline.indexOf(bytes, place, bytes.length)).isEqualTo(place);
			assertThat(Newline.indexOf(bytes, 0, place)).isEqualTo(-1);
			assertThat(Newline.indexOf(bytes, place + 1, bytes.length)).isEqualTo(-1);
			bytes[place] = kept;
		}
	}

}
