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

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code kill -9} of any worker, every second, whether the last one is replaced or not:
 * nobody is turned away, and only the clients of the victims notice.
 */
@OneAtATime
class KillStormIT {

	@Test
	@Tag("long")
	void aFewSeconds() {
		killAnyWorkerEverySecond(SampleCommand.sample(), 2, 3);
	}

	@Test
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void oneMinute() {
		killAnyWorkerEverySecond(SampleCommand.sample(), 4, 60);
	}

	private static void killAnyWorkerEverySecond(SampleCommand command, int size, int seconds) {
		Random random = new Random(seconds);
		try (SampleProcess sample = command.workers(size)
			.arguments("--server.http2.enabled=true", "--cluster.respawn.initial-delay=1ms",
					"--cluster.respawn.max-delay=100ms")
			.start()) {
			sample.awaitServing();
			sample.awaitLine("\\[master\\].* Started SampleApplication", SampleProcess.START_DEADLINE);
			KillStorm.kill(sample, random);
			sample.awaitWorkers(size, SampleProcess.START_DEADLINE);
			KillStorm storm = KillStorm.on(sample, size, random);
			Load load = Load.start(sample.client());
			try (load) {
				storm.rage(load, seconds);
			}
			storm.assertOnlyClientsOfVictimsNoticed(load);
			assertThat(load.failures()).isEqualTo(storm.failures());
		}
	}

}
