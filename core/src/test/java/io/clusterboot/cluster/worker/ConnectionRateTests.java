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

package io.clusterboot.cluster.worker;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConnectionRate}.
 */
class ConnectionRateTests {

	private final ConnectionRate rate = new ConnectionRate();

	private long now = -1;

	@Test
	void fewConnectionsAreNotBrief() {
		beatAfter(100);
		serve(127);
		beatAfter(100);
		assertThat(this.rate.isOfBriefConnections(0)).isFalse();
	}

	@Test
	void manyConnectionsAreBriefWhileFewerAreOpen() {
		beatAfter(100);
		serve(128);
		beatAfter(100);
		assertThat(this.rate.isOfBriefConnections(127)).isTrue();
		assertThat(this.rate.isOfBriefConnections(128)).isFalse();
	}

	@Test
	void onlyTheLastPeriodCounts() {
		beatAfter(100);
		serve(1000);
		beatAfter(100);
		beatAfter(100);
		assertThat(this.rate.isOfBriefConnections(0)).isFalse();
	}

	@Test
	void lateBeatDoesNotMakeConnectionsMany() {
		beatAfter(100);
		serve(255);
		beatAfter(200);
		assertThat(this.rate.isOfBriefConnections(0)).isFalse();
		serve(256);
		beatAfter(200);
		assertThat(this.rate.isOfBriefConnections(0)).isTrue();
	}

	@Test
	void connectionsBeforeTheFirstBeatHaveNoPeriod() {
		serve(1000);
		beatAfter(100);
		assertThat(this.rate.isOfBriefConnections(0)).isFalse();
	}

	private void serve(int count) {
		for (int i = 0; i < count; i++) {
			this.rate.served();
		}
	}

	private void beatAfter(int millis) {
		this.now += Duration.ofMillis(millis).toNanos();
		this.rate.beaten(this.now, 0);
	}

}
