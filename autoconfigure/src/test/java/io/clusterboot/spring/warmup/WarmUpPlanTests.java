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

package io.clusterboot.spring.warmup;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

import io.clusterboot.spring.settings.WarmUpSettings;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is requested, by the settings and by what there is.
 */
class WarmUpPlanTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(3);

	private static final Optional<String> READINESS = Optional.of("/actuator/health/readiness");

	@Test
	void pathsAreRequestedInPlaceOfTheReadinessEndpoint() {
		WarmUpPlan plan = WarmUpPlan.of(settings(List.of("/", "/a?b=c"), 1000, OptionalInt.of(5)), READINESS, 2);
		assertThat(plan.targets()).containsExactly(new WarmUpTarget("/", false), new WarmUpTarget("/a?b=c", false));
		assertThat(plan.total()).isEqualTo(2000);
		assertThat(plan.parallelism()).isEqualTo(5);
	}

	@Test
	void readinessEndpointGetsOneRequestOnEachConnection() {
		WarmUpPlan plan = WarmUpPlan.of(settings(List.of(), 1000, OptionalInt.empty()), READINESS, 2);
		assertThat(plan.targets()).containsExactly(new WarmUpTarget("/actuator/health/readiness", true));
		assertThat(plan.total()).isEqualTo(2);
		assertThat(plan.parallelism()).isEqualTo(2);
	}

	@Test
	void nothingIsRequestedWithoutPathsAndEndpointOrWithoutRequests() {
		assertThat(WarmUpPlan.of(settings(List.of(), 1000, OptionalInt.empty()), Optional.empty(), 2).isEmpty())
			.isTrue();
		assertThat(WarmUpPlan.of(settings(List.of(), 0, OptionalInt.empty()), READINESS, 2).isEmpty()).isTrue();
		assertThat(WarmUpPlan.of(settings(List.of("/"), 0, OptionalInt.empty()), READINESS, 2).isEmpty()).isTrue();
	}

	private static WarmUpSettings settings(List<String> paths, int requests, OptionalInt parallelism) {
		return new WarmUpSettings(paths, requests, TIMEOUT, parallelism, false);
	}

}
