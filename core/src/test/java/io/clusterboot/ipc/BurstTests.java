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
 * Tests of {@link Burst}.
 */
class BurstTests {

	private final Burst burst = new Burst();

	private long now = 1_000_000_000;

	@Test
	void beginsWithManySendsThatFollowEachOtherFast() {
		for (int i = 0; i < Burst.LENGTH; i++) {
			assertThat(isRapidAfter(Burst.GAP_NANOS - 1)).isFalse();
		}
		assertThat(isRapidAfter(Burst.GAP_NANOS - 1)).isTrue();
	}

	@Test
	void pauseStartsTheCountAgain() {
		for (int i = 0; i < Burst.LENGTH; i++) {
			isRapidAfter(1);
		}
		assertThat(isRapidAfter(Burst.GAP_NANOS)).isFalse();
		assertThat(isRapidAfter(1)).isFalse();
	}

	@Test
	void endStartsTheCountAgain() {
		for (int i = 0; i <= Burst.LENGTH; i++) {
			isRapidAfter(1);
		}
		this.burst.begin();
		assertThat(this.burst.isOn()).isTrue();
		this.burst.end();
		assertThat(this.burst.isOn()).isFalse();
		assertThat(isRapidAfter(1)).isFalse();
	}

	@Test
	void goesOnWhileMessagesAreSent() {
		this.burst.begin();
		this.burst.joined();
		assertThat(this.burst.goesOn()).isTrue();
		this.burst.linger(true);
		assertThat(this.burst.goesOn()).isFalse();
	}

	@Test
	void lingersLongerWhileOthersWrite() {
		this.burst.begin();
		assertThat(this.burst.linger(true)).isEqualTo(Burst.LINGER_NANOS);
		assertThat(this.burst.linger(false)).isEqualTo(2 * Burst.LINGER_NANOS);
		for (int i = 0; i < 10; i++) {
			this.burst.linger(false);
		}
		assertThat(this.burst.linger(false)).isEqualTo(Burst.MAX_LINGER_NANOS);
		assertThat(this.burst.linger(true)).isEqualTo(Burst.LINGER_NANOS);
	}

	private boolean isRapidAfter(long nanos) {
		this.now += nanos;
		return this.burst.isRapid(this.now);
	}

}
