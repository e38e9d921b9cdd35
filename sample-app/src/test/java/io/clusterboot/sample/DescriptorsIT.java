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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What replacements cost: nothing that stays, neither descriptors nor threads.
 */
class DescriptorsIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void aFewReplacementsLeaveNothingBehind() {
		replace(3);
	}

	@Test
	@Tag("long")
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void fiftyReplacementsLeaveNothingBehind() {
		replace(50);
	}

	private static void replace(int times) {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.respawn.initial-delay=1ms", "--cluster.respawn.max-delay=1ms")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			Worker survivor = workers.get(1);
			sample.awaitLine("\\[master\\].* Started SampleApplication", DEADLINE);
			sample.awaitLine("\\[worker-1 [^]]+\\].* Started SampleApplication", DEADLINE);
			// The first one loads classes, which opens what stays open
			Worker victim = replace(sample, workers.get(0));
			ProcessUsage masterBefore = ProcessUsage.of(sample.pid());
			ProcessUsage survivorBefore = ProcessUsage.of(survivor.pid());
			for (int i = 0; i < times; i++) {
				victim = replace(sample, victim);
			}
			ProcessUsage.awaitNoMoreDescriptors(survivorBefore, survivor.pid());
			ProcessUsage.awaitNotAbove(masterBefore, sample.pid());
			assertThat(sample.workerPids()).containsExactlyInAnyOrder(survivor.pid(), victim.pid());
		}
	}

	/**
	 * Kill a worker, and wait for the one that takes its place.
	 */
	private static Worker replace(SampleProcess sample, Worker victim) {
		int position = sample.output().position();
		SampleProcess.signal("KILL", victim.pid());
		Worker replacement = sample.awaitListening(position, 1).get(0);
		assertThat(replacement.slot()).isEqualTo(victim.slot());
		assertThat(sample.output().await(position, SampleProcess.EXITED, DEADLINE).group(3))
			.isEqualTo(Long.toString(victim.pid()));
		return replacement;
	}

}
