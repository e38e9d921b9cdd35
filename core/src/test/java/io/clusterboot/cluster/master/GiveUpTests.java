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

package io.clusterboot.cluster.master;

import java.time.Duration;

import io.clusterboot.cluster.event.ClusterEvent.GaveUp;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RespawnPolicy}: when the cluster gives up.
 */
class GiveUpTests {

	@Test
	void oneFailureTooManyWithinThePeriodEndsTheCluster() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		int worker = 2;
		for (int failure = 1; failure <= 5; failure++) {
			cluster.exits(worker, 1);
			assertThat(cluster.supervisor().gaveUp()).isNotDone();
			cluster.advance(Duration.ofSeconds(4));
			worker = cluster.forker().workers().size();
		}
		assertThat(cluster.forker().workers()).as("the first two, and five more").hasSize(7);
		cluster.exits(worker, 1);
		assertThat(cluster.events(GaveUp.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason()).isEqualTo("6 failures within 60.0 s");
			assertThat(event.failures()).hasSize(6).allMatch((exit) -> exit.worker().slot() == 1);
		});
		assertThat(cluster.isAskedToEnd(1)).isTrue();
		assertThat(cluster.supervisor().gaveUp()).isNotDone();
		cluster.drained(1);
		assertThat(cluster.supervisor().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

	@Test
	void failuresThatAreFurtherApartDoNot() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		for (int id = 1; id <= 30; id++) {
			cluster.exits(id, 1);
			cluster.advance(Duration.ofSeconds(15));
			cluster.ready(id + 1);
		}
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.stop();
	}

	@Test
	void killsFromOutsideNeitherEndTheClusterNorSlowItDown() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(1));
		for (int id = 1; id <= 60; id++) {
			cluster.exits(id, 137);
			cluster.advance(Duration.ofMillis(100));
			cluster.ready(id + 1);
			cluster.advance(Duration.ofMillis(900));
		}
		assertThat(cluster.forker().workers()).hasSize(61);
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.stop();
	}

	@Test
	void workerThatExitsWithTwoIsNotStartedAgain() {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2));
		cluster.exits(1, 2);
		cluster.advance(Duration.ofMinutes(1));
		assertThat(cluster.alive()).containsExactly("2:slot1:gen0:READY");
		assertThat(cluster.events(GaveUp.class)).isEmpty();
		cluster.exits(2, 2);
		assertThat(cluster.events(GaveUp.class)).singleElement()
			.matches((event) -> event.reason().equals("every worker exited with code 2 (do not respawn)"));
		assertThat(cluster.supervisor().gaveUp()).isCompleted();
		cluster.assertNothingIsLeft();
	}

}
