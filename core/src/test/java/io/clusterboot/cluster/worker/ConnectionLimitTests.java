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

package io.clusterboot.cluster.worker;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The connections of one worker, and those of another that it sees.
 */
class ConnectionLimitTests {

	private static final long UNLIMITED = ConnectionLimit.UNLIMITED;

	private final ScoreboardRow own = ScoreboardRow.unshared();

	private final ScoreboardRow other = ScoreboardRow.unshared();

	private final ScoreboardView scoreboard = ScoreboardView.of(this.own, ScoreboardRow.unshared(),
			List.of(this.other));

	private final AtomicInteger told = new AtomicInteger();

	@Test
	void withoutLimitsThereIsAlwaysAPlace() {
		ConnectionLimit limit = limit(UNLIMITED, UNLIMITED);
		for (int i = 0; i < 10_000; i++) {
			assertThat(limit.reserve()).isTrue();
		}
		assertThat(limit.isReached()).isFalse();
		assertThat(limit.isReachedByAll()).isFalse();
		assertThat(this.own.reservedConnections()).isEqualTo(10_000);
	}

	@Test
	void workerHasNoMoreThanItsOwnConnections() {
		ConnectionLimit limit = limit(2, UNLIMITED);
		assertThat(limit.enter()).isTrue();
		assertThat(limit.reserve()).isTrue();
		assertThat(limit.isReached()).isTrue();
		assertThat(limit.enter()).isFalse();
		assertThat(limit.reserve()).isFalse();
		assertThat(this.own.reservedConnections()).isEqualTo(2);
		assertThat(this.told).hasValue(0);
		limit.leave();
		assertThat(this.told).hasValue(1);
		assertThat(limit.reserve()).isTrue();
	}

	@Test
	void workersTogetherHaveNoMoreThanThoseOfTheCluster() {
		ConnectionLimit limit = limit(UNLIMITED, 3);
		this.other.connectionReserved();
		assertThat(limit.reserve()).isTrue();
		assertThat(limit.isReachedByAll()).isFalse();
		this.other.connectionReserved();
		assertThat(limit.isReachedByAll()).isTrue();
		assertThat(limit.reserve()).isFalse();
		assertThat(this.own.reservedConnections()).isOne();
	}

	@Test
	void whatTheMasterAcceptedIsNotCountedAgain() {
		ConnectionLimit limit = limit(UNLIMITED, 1);
		this.other.connectionReserved();
		assertThat(limit.enter()).isTrue();
	}

	@Test
	void placeThatAnotherWorkerLeavesIsSeenAtTheNextHeartbeat() {
		ConnectionLimit limit = limit(UNLIMITED, 1);
		this.other.connectionReserved();
		assertThat(limit.isReachedByAll()).isTrue();
		limit.beaten(0, 0);
		assertThat(this.told).hasValue(0);
		this.other.connectionReleased();
		limit.beaten(0, 0);
		limit.beaten(0, 0);
		assertThat(this.told).hasValue(1);
	}

	@Test
	void placeThatThisWorkerLeavesIsSeenAtOnce() {
		ConnectionLimit limit = limit(UNLIMITED, 1);
		assertThat(limit.reserve()).isTrue();
		assertThat(limit.isReachedByAll()).isTrue();
		limit.leave();
		assertThat(this.told).hasValue(1);
		assertThat(limit.isReachedByAll()).isFalse();
	}

	@Test
	void negativeLimitMakesNoSense() {
		assertThatIllegalArgumentException().isThrownBy(() -> limit(UNLIMITED, -1))
			.withMessage("max connections of the cluster: -1 (expected: >= 1)");
		assertThatIllegalArgumentException().isThrownBy(() -> limit(0, UNLIMITED))
			.withMessage("max connections of a worker: 0 (expected: >= 1)");
	}

	private ConnectionLimit limit(long perWorker, long perCluster) {
		ConnectionLimit limit = new ConnectionLimit(this.scoreboard, perWorker, perCluster);
		limit.watch(this.told::incrementAndGet);
		return limit;
	}

}
