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

package io.clusterboot.cluster.scheduling;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.clusterboot.cluster.scheduling.ConnectionScheduler.Candidate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what {@link SchedulingPolicy} chooses.
 */
class SchedulingPolicyTests {

	private static final int CONNECTIONS = 10_000;

	@Test
	void roundRobinIsEven() {
		List<Candidate> candidates = idle(7);
		assertThat(skew(SchedulingPolicy.ROUND_ROBIN, candidates)).isLessThan(1.02);
		assertThat(skew(SchedulingPolicy.LEAST_CONNECTIONS, candidates)).isLessThan(1.02);
	}

	@Test
	void roundRobinGoesOnAfterTheLastThoughWorkersComeAndGo() {
		ConnectionScheduler scheduler = SchedulingPolicy.ROUND_ROBIN.newScheduler();
		List<Candidate> all = idle(3);
		assertThat(all.get(scheduler.choose(all, client(1))).workerId()).isOne();
		List<Candidate> others = List.of(all.get(0), all.get(2));
		assertThat(others.get(scheduler.choose(others, client(1))).workerId()).isEqualTo(3);
		assertThat(all.get(scheduler.choose(all, client(1))).workerId()).isOne();
		assertThat(all.get(scheduler.choose(all, client(1))).workerId()).isEqualTo(2);
	}

	@Test
	void leastConnectionsTakesTheIdlest() {
		ConnectionScheduler scheduler = SchedulingPolicy.LEAST_CONNECTIONS.newScheduler();
		List<Candidate> candidates = List.of(new Candidate(1, 0, 3, 0), new Candidate(2, 1, 1, 4),
				new Candidate(3, 2, 2, 0), new Candidate(4, 3, 1, 1));
		assertThat(List.of(scheduler.choose(candidates, client(1)), scheduler.choose(candidates, client(1)),
				scheduler.choose(candidates, client(1))))
			.containsExactly(2, 3, 2);
	}

	@Test
	void sourceHashKeepsAClientInItsSlotAndSpreadsClients() {
		List<Candidate> candidates = idle(4);
		int[] share = new int[4];
		for (int number = 0; number < CONNECTIONS; number++) {
			int slot = slot(candidates, client(number));
			assertThat(slot(candidates, new InetSocketAddress(client(number).getAddress(), 1234))).isEqualTo(slot);
			share[slot]++;
		}
		assertThat(IntStream.of(share).max().orElseThrow()).isLessThan(CONNECTIONS * 115 / 400);
	}

	@Test
	void sourceHashMovesOnlyTheClientsOfASlotThatGoes() {
		List<Candidate> all = idle(4);
		List<Candidate> replaced = List.of(all.get(0), all.get(2), all.get(3), new Candidate(9, 1, 0, 0));
		List<Candidate> beside = new ArrayList<>(all);
		beside.add(new Candidate(9, 1, 0, 0));
		List<Candidate> without = List.of(all.get(0), all.get(2), all.get(3));
		ConnectionScheduler scheduler = SchedulingPolicy.SOURCE_HASH.newScheduler();
		for (int number = 0; number < CONNECTIONS; number++) {
			int slot = slot(all, client(number));
			assertThat(slot(replaced, client(number))).isEqualTo(slot);
			Candidate amongTwo = beside.get(scheduler.choose(beside, client(number)));
			assertThat(amongTwo.slot()).isEqualTo(slot);
			assertThat(amongTwo.workerId()).isEqualTo((slot == 1) ? 9 : slot + 1);
			if (slot != 1) {
				assertThat(slot(without, client(number))).isEqualTo(slot);
			}
		}
	}

	@Test
	void whereWorkersAcceptNobodyChooses() {
		assertThatIllegalStateException().isThrownBy(SchedulingPolicy.SHARED::newScheduler);
		assertThatIllegalStateException().isThrownBy(SchedulingPolicy.REUSE_PORT::newScheduler);
	}

	private static double skew(SchedulingPolicy policy, List<Candidate> candidates) {
		ConnectionScheduler scheduler = policy.newScheduler();
		int[] share = new int[candidates.size()];
		for (int number = 0; number < CONNECTIONS; number++) {
			share[scheduler.choose(candidates, client(number))]++;
		}
		return (double) IntStream.of(share).max().orElseThrow() * candidates.size() / CONNECTIONS;
	}

	private static int slot(List<Candidate> candidates, InetSocketAddress client) {
		return candidates.get(SchedulingPolicy.SOURCE_HASH.newScheduler().choose(candidates, client)).slot();
	}

	private static List<Candidate> idle(int count) {
		return IntStream.range(0, count).mapToObj((slot) -> new Candidate(slot + 1, slot, 0, 0)).toList();
	}

	private static InetSocketAddress client(int number) {
		try {
			return new InetSocketAddress(
					InetAddress.getByAddress(new byte[] { 10, 0, (byte) (number >> 8), (byte) number }), 40_000);
		}
		catch (UnknownHostException ex) {
			throw new AssertionError(ex);
		}
	}

}
