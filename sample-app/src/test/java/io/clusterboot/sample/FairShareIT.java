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

	/**
	 * What the kernel and the workers do where nothing else wants the processors.
	 */
	private static final double UNDISTURBED = 1.15;

	/**
	 * What is left of it where others do, and a worker may not run for a while.
	 */
	private static final double DISTURBED = 1.5;

	@Test
	@Timeout(value = 4, unit = TimeUnit.MINUTES)
	void workersShare() {
		try (SampleProcess sample = start(2)) {
			sample.awaitServing();
			SampleClient client = sample.client();
			assertShared(Spread.oneAtATime(client, 2_000), 2, DISTURBED);
			assertShared(Spread.inBursts(client, 2_000, BURST), 2, DISTURBED);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 2, 4 })
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void workersShareManyConnections(int workers) {
		int connections = 10_000;
		try (SampleProcess sample = start(workers)) {
			sample.awaitServing();
			SampleClient client = sample.client();
			assertShared(Spread.oneAtATime(client, connections), workers, UNDISTURBED);
			assertShared(Spread.inBursts(client, connections, BURST), workers, UNDISTURBED);
			for (int i = 0; i < connections / KEPT / 8; i++) {
				assertShared(Spread.atOnce(client, KEPT), workers, UNDISTURBED);
			}
		}
	}

	private static SampleProcess start(int workers) {
		return SampleCommand.sample().workers(workers).start();
	}

	private static void assertShared(Spread spread, int workers, double bound) {
		System.out.printf("%s: %.3f times the mean%n", spread, spread.busiest(workers));
		assertThat(spread.busiest(workers)).as(spread.toString()).isLessThanOrEqualTo(bound);
	}

}
