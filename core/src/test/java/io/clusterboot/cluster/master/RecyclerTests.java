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
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Recycling;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Recycler}.
 */
class RecyclerTests {

	@Test
	void workersOfOneAgeAreReplacedOneAfterAnotherAndNotAllAtOnce() {
		SupervisedCluster cluster = cluster(3, lifetime(Duration.ofMinutes(10), 0.5));
		cluster.advance(Duration.ofMinutes(10));
		assertThat(recycled(cluster)).isEmpty();
		Duration since = Duration.ZERO;
		for (int slot = 0; slot < 3; slot++) {
			while (recycled(cluster).size() == slot) {
				cluster.advance(Duration.ofSeconds(1));
				since = since.plusSeconds(1);
			}
			assertThat(since.toSeconds()).as("the slot's own third of the jitter")
				.isBetween(100L * slot, 100L * (slot + 1) + 1);
			cluster.ready(4 + slot);
			cluster.drained(1 + slot);
		}
		cluster.advance(Duration.ofMinutes(4));
		assertThat(recycled(cluster)).containsExactly(1, 2, 3);
		assertThat(cluster.exits()).allMatch(ClusterEvent.Exited::expected);
		cluster.stop();
	}

	@Test
	void workerIsReplacedAfterItsRequestsOnceTheNewOneIsReady() {
		SupervisedCluster cluster = cluster(2,
				new RecycleSettings(1000, RecycleSettings.UNLIMITED_LIFETIME, RecycleSettings.UNLIMITED, 0));
		for (int i = 0; i < 1000; i++) {
			cluster.row(2).requestBegun();
			cluster.row(2).requestEnded();
		}
		cluster.advance(Duration.ofSeconds(1));
		assertThat(recycled(cluster)).containsExactly(2);
		assertThat(cluster.isAskedToEnd(2)).isFalse();
		cluster.ready(3);
		assertThat(cluster.isAskedToEnd(2)).isTrue();
		cluster.drained(2);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY", "3:slot1:gen0:READY");
		cluster.stop();
	}

	@Test
	void nobodyIsRecycledWhileAnotherWorkerIsMissing() {
		SupervisedCluster cluster = cluster(2, lifetime(Duration.ofMinutes(1), 0));
		cluster.advance(Duration.ofSeconds(30));
		cluster.exits(2, 1);
		cluster.advance(Duration.ofSeconds(50));
		assertThat(recycled(cluster)).isEmpty();
		cluster.ready(3);
		cluster.advance(Duration.ofSeconds(1));
		assertThat(recycled(cluster)).containsExactly(1);
		cluster.stop();
	}

	@Test
	void replacementThatFailsIsTriedAgainLater() {
		SupervisedCluster cluster = cluster(1, lifetime(Duration.ofMinutes(1), 0));
		cluster.advance(Duration.ofMinutes(1));
		cluster.exits(2, 1);
		assertThat(cluster.alive()).containsExactly("1:slot0:gen0:READY");
		cluster.advance(Duration.ofSeconds(55));
		assertThat(recycled(cluster)).hasSize(1);
		cluster.advance(Duration.ofSeconds(10));
		assertThat(recycled(cluster)).hasSize(2);
		cluster.stop();
	}

	private static RecycleSettings lifetime(Duration limit, double jitter) {
		return new RecycleSettings(RecycleSettings.UNLIMITED, limit, RecycleSettings.UNLIMITED, jitter);
	}

	private static SupervisedCluster cluster(int workers, RecycleSettings recycle) {
		return SupervisedCluster.serving(MasterSettings.of(workers)
			.withReplacement(RespawnSettings.DEFAULTS, RollingSettings.DEFAULTS, recycle));
	}

	private static List<Integer> recycled(SupervisedCluster cluster) {
		return cluster.events(Recycling.class).stream().map((event) -> event.worker().id()).toList();
	}

}
