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
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.clusterboot.sample.SampleProcess.Worker;
import io.clusterboot.testing.NodeAvailable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * One port, served by JVMs and Node processes at once.
 */
@NodeAvailable
@Timeout(value = 10, unit = TimeUnit.MINUTES)
class MixedClusterIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@ParameterizedTest
	@ValueSource(strings = { "shared", "round-robin" })
	void portIsServedByBoth(String policy) {
		try (SampleProcess master = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.scheduling-policy=" + policy, "--cluster.rolling.canary-time=500ms",
					"--cluster.worker.slots[1].command=node," + NodeScript.of("server.js"))
			.environment("PORT", "0")
			.start()) {
			List<Worker> workers = master.awaitServing();
			assertThat(workers).extracting(Worker::slot).containsExactly(0, 1);
			SampleClient client = master.client();
			AnswersOfAll.await(client, pids(workers));
			int position = master.output().all().size();
			SampleProcess.signal("KILL", workers.get(1).pid());
			Worker replacement = master.awaitListening(position, 1).get(0);
			assertThat(replacement.slot()).isEqualTo(1);
			AnswersOfAll.await(client, pids(List.of(workers.get(0), replacement)));
			rollsBoth(master, client);
			master.signal("TERM");
			assertThat(master.awaitExit(DEADLINE)).isEqualTo(143);
			assertThat(client.isPortFree()).isTrue();
		}
	}

	private static void rollsBoth(SampleProcess master, SampleClient client) {
		int position = master.output().all().size();
		master.signal("HUP");
		List<Worker> replacements = master.awaitListening(position, 2);
		assertThat(replacements).extracting(Worker::slot).containsExactlyInAnyOrder(0, 1);
		master.output().await(position, SampleProcess.EXITED, 2, DEADLINE);
		AnswersOfAll.await(client, pids(replacements));
	}

	private static Set<String> pids(List<Worker> workers) {
		return workers.stream()
			.map((worker) -> Long.toString(worker.pid()))
			.collect(Collectors.toCollection(HashSet::new));
	}

}
