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

package io.clusterboot.spring.master;

import java.net.InetSocketAddress;
import java.util.List;

import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.Candidate;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LateScheduler}.
 */
@ExtendWith(OutputCaptureExtension.class)
class LateSchedulerTests {

	private static final ConnectionScheduler SCHEDULER = (candidates, client) -> 1;

	private static final List<Candidate> CANDIDATES = List.of(new Candidate(1, 0, 0, 0));

	private static final InetSocketAddress CLIENT = new InetSocketAddress("127.0.0.1", 1);

	@ParameterizedTest
	@EnumSource(names = { "SHARED", "REUSE_PORT" })
	void schedulerThatNobodyAsksIsWarnedOf(SchedulingPolicy policy, CapturedOutput output) {
		LateScheduler.of(policy).delegateTo(SCHEDULER);
		assertThat(output.getOut().lines().filter((line) -> line.contains("ConnectionScheduler"))).singleElement()
			.asString()
			.contains("WARN", SCHEDULER.getClass().getName())
			.contains((policy == SchedulingPolicy.SHARED) ? "cluster.scheduling-policy: shared (expected: round-robin"
					: "cluster.scheduling-policy: reuse-port (expected: round-robin");
	}

	@ParameterizedTest
	@EnumSource(names = { "ROUND_ROBIN", "LEAST_CONNECTIONS", "SOURCE_HASH" })
	void schedulerChoosesWhereTheMasterAccepts(SchedulingPolicy policy, CapturedOutput output) {
		LateScheduler scheduler = LateScheduler.of(policy);
		assertThat(scheduler.choose(CANDIDATES, CLIENT)).isZero();
		scheduler.delegateTo(SCHEDULER);
		assertThat(scheduler.choose(CANDIDATES, CLIENT)).isEqualTo(1);
		assertThat(scheduler.whenBusy()).isEqualTo(SCHEDULER.whenBusy());
		assertThat(output).doesNotContain("ConnectionScheduler");
	}

}
