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

import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers are rolled, killed and scaled under a load, whatever policy brings the
 * connections to them: nobody notices but the clients of those that were killed.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PolicyLifeCycleIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "least-connections", "source-hash", "reuse-port" })
	void rollKillsAndScaling(String policy) {
		live(policy, 2, 1, 3, 3, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "least-connections", "source-hash", "reuse-port" })
	@Tag("long")
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void rollsManyKillsAndScaling(String policy) {
		live(policy, 3, 2, 30, 4, 1, 3);
	}

	private static void live(String policy, int size, int rolls, int kills, int... sizes) {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(size)
			.arguments("--cluster.scheduling-policy=" + policy, "--server.http2.enabled=true",
					"--cluster.respawn.initial-delay=1ms", "--cluster.respawn.max-delay=100ms")
			.start()) {
			sample.awaitServing();
			Load load = Load.start(sample.client());
			KillStorm storm;
			try (load) {
				for (int generation = 1; generation <= rolls; generation++) {
					roll(sample, load, policy, generation);
				}
				assertThat(load.failures()).isEmpty();
				storm = KillStorm.on(sample, size, new Random(kills));
				storm.rage(load, kills);
			}
			storm.assertOnlyClientsOfVictimsNoticed(load);
			scale(sample, policy, size, sizes);
		}
	}

	private static void roll(SampleProcess sample, Load load, String policy, int generation) {
		List<Worker> before = sample.workers();
		assertThat(sample.roll()).isEqualTo(new RollOutcome(generation, true, before.size() + " workers replaced"));
		List<Worker> after = sample.workers();
		assertThat(after).doesNotContainAnyElementsOf(before);
		assertThat(after).extracting(Worker::slot).isEqualTo(before.stream().map(Worker::slot).toList());
		if (!policy.equals("source-hash")) {
			after.forEach((worker) -> load.awaitAnswerOf(worker.pid(), DEADLINE));
		}
	}

	private static void scale(SampleProcess sample, String policy, int from, int... sizes) {
		Load load = Load.start(sample.client());
		try (load) {
			int size = from;
			for (int target : sizes) {
				assertThat(sample.scale(size, target)).extracting(Worker::slot)
					.containsExactlyElementsOf(IntStream.range(0, target).boxed().toList());
				size = target;
				load.awaitRequests(100, DEADLINE);
			}
		}
		System.out.println("Scaling: " + load.report());
		if (policy.equals("reuse-port")) {
			// What waits at the socket of a slot that goes is reset
			assertThat(load.failures()).allMatch((failure) -> failure.trace().workerPid() == 0)
				.allMatch((failure) -> failure.cause() instanceof SocketException)
				.noneMatch(Load.Failure::refused);
		}
		else {
			assertThat(load.failures()).isEmpty();
		}
	}

}
