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
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that have served long enough are replaced under load, one at a time, and no
 * client notices.
 */
@OneAtATime
class RecycleIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	private static final Pattern STEP = Pattern
		.compile("io\\.clusterboot\\.cluster +: Worker (\\d+) \\(slot (\\d+), pid (\\d+)\\) (is recycled|exited)");

	@Test
	void byRequests() {
		recycle(SampleCommand.sample(), 2, "max-requests=200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "max-requests=1000", "max-lifetime=20s", "max-memory=1MB" })
	@Tag("long")
	@Timeout(value = 10, unit = TimeUnit.MINUTES)
	void byAnyLimit(String limit) {
		recycle(SampleCommand.sample(), 10, limit);
	}

	/**
	 * Wait for a number of replacements, and look whether none overlapped.
	 */
	private static void recycle(SampleCommand command, int times, String limit) {
		try (SampleProcess sample = command.workers(2)
			.arguments("--server.http2.enabled=true", "--cluster.recycle." + limit)
			.start()) {
			sample.awaitServing();
			Load load = Load.start(sample.client());
			List<MatchResult> steps;
			try (load) {
				steps = sample.output().await(0, STEP, 2 * times, DEADLINE.multipliedBy(times));
			}
			System.out.println(limit + ": " + load.report());
			for (int i = 0; i < times; i++) {
				MatchResult recycled = steps.get(2 * i);
				MatchResult exited = steps.get(2 * i + 1);
				assertThat(recycled.group(4)).isEqualTo("is recycled");
				assertThat(exited.group(4)).isEqualTo("exited");
				assertThat(Worker.of(exited)).isEqualTo(Worker.of(recycled));
			}
			assertThat(sample.output().all()).noneMatch((line) -> line.contains("exited unexpectedly"));
			assertThat(load.failures()).isEmpty();
		}
	}

}
