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

package io.clusterboot.sample;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that accept on one socket have about as many connections each, however they
 * come.
 */
class FairShareIT {

	private static final int BURST = 256;

	private static final int KEPT = 64;

	@Test
	@Timeout(value = 4, unit = TimeUnit.MINUTES)
	void workersShare() {
		share(2, 2_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void workersShareManyConnections(int workers) {
		share(workers, 10_000);
	}

	private static void share(int workers, int connections) {
		try (SampleProcess sample = SampleCommand.sample().workers(workers).start()) {
			sample.awaitServing();
			SampleClient client = sample.client();
			assertShared(Spread.oneAtATime(client, connections), workers);
			assertShared(Spread.inBursts(client, connections, BURST), workers);
			for (int i = 0; i < connections / KEPT / 8; i++) {
				assertShared(Spread.atOnce(client, KEPT), workers);
			}
		}
	}

	private static void assertShared(Spread spread, int workers) {
		System.out.printf("%s: %.3f times the mean%n", spread, spread.busiest(workers));
		assertThat(spread.busiest(workers)).as(spread.toString()).isLessThanOrEqualTo(1.15);
	}

}
