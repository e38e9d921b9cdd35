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
import io.clusterboot.cluster.event.ClusterEvent.AcceptingPaused;
import io.clusterboot.cluster.event.ClusterEvent.AcceptingResumed;
import io.clusterboot.cluster.handoff.LimitWatch;
import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.protocol.ClusterMessage.QueryServer;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When it is told that workers which accept by themselves accept no more.
 */
class LimitWatchTests {

	private static final Duration LONG = Duration.ofSeconds(3);

	@Test
	void allAtTheirLimitsIsToldOnceAndItsEndToo() {
		SupervisedCluster cluster = serving(2, SchedulingSettings.UNLIMITED);
		takeConnections(cluster, 1, 2);
		takeConnections(cluster, 2, 1);
		cluster.advance(LONG);
		assertThat(told(cluster)).isEmpty();
		takeConnections(cluster, 2, 1);
		cluster.advance(LONG);
		cluster.row(1).connectionReleased();
		cluster.advance(LimitWatch.INTERVAL.multipliedBy(2));
		cluster.row(1).connectionReserved();
		cluster.advance(LONG);
		assertThat(told(cluster)).hasOnlyElementsOfType(AcceptingPaused.class).hasSize(1);
		cluster.row(2).connectionReleased();
		cluster.advance(LONG);
		assertThat(told(cluster)).hasSize(2).last().isInstanceOf(AcceptingResumed.class);
		cluster.stop();
	}

	@Test
	void limitOfTheClusterCountsAll() {
		SupervisedCluster cluster = serving(SchedulingSettings.UNLIMITED, 3);
		takeConnections(cluster, 1, 2);
		cluster.advance(LONG);
		assertThat(told(cluster)).isEmpty();
		takeConnections(cluster, 2, 1);
		cluster.advance(LONG);
		assertThat(told(cluster)).hasOnlyElementsOfType(AcceptingPaused.class).hasSize(1);
		cluster.stop();
	}

	private static SupervisedCluster serving(long perWorker, long perCluster) {
		SupervisedCluster cluster = SupervisedCluster.serving(MasterSettings.of(2)
			.withScheduling(SchedulingSettings.of(SchedulingPolicy.SHARED).withLimits(perWorker, perCluster)));
		cluster.says(1, new QueryServer(SupervisedCluster.SERVER, 0));
		return cluster;
	}

	private static void takeConnections(SupervisedCluster cluster, int id, int count) {
		for (int i = 0; i < count; i++) {
			cluster.row(id).connectionReserved();
		}
	}

	private static List<ClusterEvent> told(SupervisedCluster cluster) {
		return cluster.events()
			.stream()
			.filter((event) -> event instanceof AcceptingPaused || event instanceof AcceptingResumed)
			.toList();
	}

}
