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

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers whose application ends by itself: they are not counted as serving, and their
 * processes end.
 */
class WorkerEndIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void startThatFailsAfterTheServerListensEndsTheProcessWhateverThreadsItLeft() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(1)
			.arguments("--sample.fault=fail-when-started", "--cluster.drain-timeout=10m")
			.start()) {
			assertThat(sample.awaitExit(DEADLINE)).isEqualTo(1);
			List<String> lines = sample.output().awaitEnd(DEADLINE);
			assertThat(String.join("\n", lines)).containsOnlyOnce("No worker became ready:")
				.containsPattern("Worker 1 \\(slot 0, pid \\d+\\) ended after \\S+ s with exit code 1\n")
				.contains("this version fails when it has started")
				.doesNotContain("Cluster serves");
			assertThat(sample.workerPids()).isEmpty();
		}
	}

	@Test
	void closedContextEndsItsWorkerAndTheShutdownEndpointEndsTheCluster() {
		try (SampleProcess sample = SampleCommand.sample()
			.workers(2)
			.arguments("--cluster.drain-timeout=10m", "--management.endpoint.shutdown.access=unrestricted",
					"--management.endpoints.web.exposure.include=shutdown")
			.start()) {
			List<Worker> workers = sample.awaitServing();
			int position = sample.output().position();
			SampleClient client = sample.client();
			// The answer may or may not come
			client.http()
				.sendAsync(HttpRequest.newBuilder(client.uri("/close")).POST(BodyPublishers.noBody()).build(),
						BodyHandlers.discarding());
			Worker closed = Worker
				.of(sample.output()
					.await(position,
							Pattern.compile(SampleProcess.EXITED.pattern()
									+ ".*exit code 0 \\(ended by the application: its context was closed\\)"),
							DEADLINE));
			assertThat(workers).contains(closed);
			Worker next = Worker.of(sample.output().await(position, SampleProcess.FORKED, DEADLINE));
			assertThat(next.slot()).isEqualTo(closed.slot());
			assertThat(sample.client().post("/actuator/shutdown", "").statusCode()).isEqualTo(200);
			assertThat(sample.awaitExit(DEADLINE)).isZero();
			assertThat(sample.output().awaitEnd(DEADLINE))
				.anyMatch((line) -> line.contains("asks the cluster to stop: its shutdown endpoint was called"))
				.anyMatch((line) -> line.contains("Cluster stopped after"));
			assertThat(sample.workerPids()).isEmpty();
		}
	}

}
