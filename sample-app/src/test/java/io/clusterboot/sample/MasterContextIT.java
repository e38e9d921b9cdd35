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
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the context of the master has, and when workers are forked beside it.
 */
class MasterContextIT {

	private static final String LEFT_OUT = "The master serves no request and does without ";

	private static final Pattern FORKED = Pattern.compile("cluster +: Worker \\d+ \\(slot 0, pid (\\d+)\\) forked");

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void onlyTheMasterDoesWithoutWhatServesRequests() {
		try (SampleProcess sample = sample().start()) {
			List<Worker> workers = sample.awaitServing();
			sample.awaitLine("\\[master\\].*WorkerLog.*Worker 1 .*is listening", DEADLINE);
			assertThat(sample.client().servedByOnNewConnection("/").pid()).isEqualTo(workers.get(0).pid());
			assertThat(sample.output().all().stream().filter((line) -> line.contains(LEFT_OUT))).singleElement()
				.asString()
				.contains("[master]", ".WebFluxAutoConfiguration", ".HealthEndpointAutoConfiguration",
						"(cluster.master.auto-configurations=all has them)")
				.doesNotContain(".JacksonAutoConfiguration");
		}
	}

	@Test
	void switchBringsAllBack() {
		try (SampleProcess sample = sample().arguments("--cluster.master.auto-configurations=all").start()) {
			sample.awaitServing();
			assertThat(sample.output().all()).noneMatch((line) -> line.contains(LEFT_OUT));
		}
	}

	@Test
	void logBeginsWithTheApplicationAlthoughTheWorkerIsForkedBefore() {
		try (SampleProcess sample = sample().start()) {
			sample.awaitServing();
			List<String> lines = sample.output().all();
			assertThat(position(lines, "Starting SampleApplication")).isBetween(0, position(lines, "forked"));
		}
	}

	@Test
	void workerThatWasForkedEarlyEndsWhenTheContextCannotBePrepared() {
		try (SampleProcess sample = sample()
			.arguments("--spring.main.sources=no.such.Source", "--cluster.worker.arguments=--server.port=0")
			.start()) {
			assertThat(sample.awaitExit(DEADLINE)).isOne();
			assertThat(String.join("\n", sample.output().awaitEnd(DEADLINE))).contains("no.such.Source")
				.doesNotContain("listening");
			assertThat(sample.workerPids()).isEmpty();
			sample.output()
				.all(0, FORKED)
				.forEach((forked) -> SampleProcess.awaitEnd(Long.parseLong(forked.group(1)), DEADLINE));
		}
	}

	private static SampleCommand sample() {
		return SampleCommand.sample().workers(1).arguments("--logging.level.io.clusterboot.spring.master=debug");
	}

	private static int position(List<String> lines, String text) {
		for (int i = 0; i < lines.size(); i++) {
			if (lines.get(i).contains(text)) {
				return i;
			}
		}
		return -1;
	}

}
