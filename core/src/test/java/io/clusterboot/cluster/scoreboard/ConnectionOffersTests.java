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
package io.clusterboot.cluster.scoreboard;

import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ConnectionOffers}.
 */
@Timeout(60)
class ConnectionOffersTests {

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final ConnectionOffers offers = this.row.offers();

	@Test
	void whoComesFirstDecides() {
		this.offers.open(5);
		assertThat(this.offers.claim(5)).isTrue();
		assertThat(this.offers.withdraw(5)).isFalse();
		assertThat(this.offers.claim(5)).isFalse();
		this.offers.open(6);
		assertThat(this.offers.withdraw(6)).isTrue();
		assertThat(this.offers.claim(6)).isFalse();
	}

	@Test
	void offerThatWasNeverMadeCannotBeClaimed() {
		assertThat(this.offers.claim(0)).isFalse();
		this.offers.open(ConnectionOffers.CAPACITY);
		assertThat(this.offers.claim(0)).isFalse();
		assertThat(this.offers.claim(ConnectionOffers.CAPACITY)).isTrue();
	}

	@Test
	void allIndexesAreApartAndApartFromTheCounters() {
		for (int i = 0; i < ConnectionOffers.CAPACITY; i++) {
			this.offers.open(i);
		}
		this.offers.beginClaiming();
		for (int i = 0; i < ConnectionOffers.CAPACITY; i++) {
			assertThat(this.offers.claim(i)).isTrue();
		}
		assertThat(this.row.read()).isEqualTo(ScoreboardRow.unshared().read());
		assertThat(this.row.reservedConnections()).isZero();
		assertThat(this.row.turns()).isZero();
	}

	@Test
	void promiseIsSeen() {
		assertThat(this.offers.isClaiming()).isFalse();
		this.offers.beginClaiming();
		assertThat(this.row.offers().isClaiming()).isTrue();
	}

	@Test
	void oneOfTwoThreadsWins() throws Exception {
		CyclicBarrier barrier = new CyclicBarrier(2);
		for (int round = 0; round < 1000; round++) {
			long number = round;
			this.offers.open(number);
			FutureTask<Boolean> claim = new FutureTask<>(() -> {
				barrier.await();
				return this.offers.claim(number);
			});
			new Thread(claim).start();
			barrier.await();
			boolean withdrawn = this.offers.withdraw(number);
			assertThat(claim.get()).isNotEqualTo(withdrawn);
		}
	}

}
