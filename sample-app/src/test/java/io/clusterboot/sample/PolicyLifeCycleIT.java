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

import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.clusterboot.sample.SampleProcess.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers are rolled, killed and scaled under a load, whatever policy brings the
 * connections to them: only the clients of killed workers notice.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class PolicyLifeCycleIT {

	private static final Duration DEADLINE = SampleProcess.START_DEADLINE;

	@Test
	void rollKillsAndScaling() {
		live(Policy.ROUND_ROBIN, 2, 1, 3, 3, 1);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "ROUND_ROBIN")
	void policyHolds(Policy policy) {
		try (SampleProcess sample = start(policy, 2)) {
			sample.awaitServing();
			policy.check(sample).holds();
		}
	}

	@ParameterizedTest
	@EnumSource
	@Tag("long")
	void rollKillsAndScaling(Policy policy) {
		live(policy, 2, 1, 3, 3, 1);
	}

	@ParameterizedTest
	@EnumSource
	@Tag("long")
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	void rollsManyKillsAndScaling(Policy policy) {
		live(policy, 3, 2, 30, 4, 1, 3);
	}

	private static SampleProcess start(Policy policy, int size) {
		return SampleCommand.sample()
			.workers(size)
			.arguments("--cluster.scheduling-policy=" + policy.key(), "--server.http2.enabled=true",
					"--cluster.rolling.canary-time=1s", "--cluster.respawn.initial-delay=1ms",
					"--cluster.respawn.max-delay=100ms")
			.start();
	}

	private static void live(Policy policy, int size, int rolls, int kills, int... sizes) {
		try (SampleProcess sample = start(policy, size)) {
			sample.awaitServing();
			PolicyCheck check = policy.check(sample);
			check.holds();
			Load load = Load.start(sample.client());
			KillStorm storm;
			try (load) {
				for (int generation = 1; generation <= rolls; generation++) {
					roll(sample, load, policy, check, generation);
				}
				assertThat(load.failures()).isEmpty();
				storm = KillStorm.on(sample, size, new Random(kills));
				storm.rage(load, kills);
				check.holdsUnderLoad();
				Scaling.underLoad(sample, load, 100, size, sizes);
			}
			storm.assertOnlyClientsOfVictimsNoticed(load);
			assertThat(sinceThen(load, storm)).allMatch(policy::allowsWhenScaling);
		}
	}

	private static List<Load.Failure> sinceThen(Load load, KillStorm storm) {
		List<Load.Failure> all = load.failures();
		return all.subList(storm.failures().size(), all.size());
	}

	private static void roll(SampleProcess sample, Load load, Policy policy, PolicyCheck check, int generation) {
		List<Worker> before = sample.workers();
		assertThat(check.holdsDuring(sample::roll))
			.isEqualTo(new RollOutcome(generation, true, before.size() + " workers replaced"));
		List<Worker> after = sample.workers();
		assertThat(after).doesNotContainAnyElementsOf(before);
		assertThat(after).extracting(Worker::slot).isEqualTo(before.stream().map(Worker::slot).toList());
		if (policy != Policy.SOURCE_HASH) {
			after.forEach((worker) -> load.awaitAnswerOf(worker.pid(), DEADLINE));
		}
	}

	/**
	 * A policy, and what it promises.
	 */
	enum Policy {

		ROUND_ROBIN(TurnsCheck::new),

		LEAST_CONNECTIONS(LeastConnectionsCheck::new),

		SOURCE_HASH(HomesCheck::new),

		REUSE_PORT(BacklogCheck::new) {
			/**
			 * What waits at the socket of a slot that goes is reset.
			 */
			@Override
			boolean allowsWhenScaling(Load.Failure failure) {
				return failure.trace().workerPid() == 0 && failure.cause() instanceof SocketException
						&& !failure.refused();
			}
		};

		private final Function<SampleProcess, PolicyCheck> check;

		Policy(Function<SampleProcess, PolicyCheck> check) {
			this.check = check;
		}

		String key() {
			return name().toLowerCase(Locale.ROOT).replace('_', '-');
		}

		boolean allowsWhenScaling(Load.Failure failure) {
			return false;
		}

		PolicyCheck check(SampleProcess sample) {
			return this.check.apply(sample);
		}

	}

	/**
	 * Looks whether a policy does what it promises.
	 */
	interface PolicyCheck {

		/**
		 * Look while nothing else goes on.
		 */
		void holds();

		/**
		 * Look while others ask, too.
		 */
		default void holdsUnderLoad() {
		}

		/**
		 * Look again and again while something goes on.
		 */
		default <T> T holdsDuring(Supplier<T> action) {
			return action.get();
		}

	}

	/**
	 * Each worker has its turn.
	 */
	private record TurnsCheck(SampleProcess sample) implements PolicyCheck {

		@Override
		public void holds() {
			Turns.await(this.sample.client(), this.sample.workers().size());
		}

	}

	/**
	 * A worker that is slow, as it has much to do, gets clearly less than its share.
	 */
	private record LeastConnectionsCheck(SampleProcess sample) implements PolicyCheck {

		private static final int CONNECTIONS = 200;

		@Override
		public void holds() {
			List<Worker> workers = this.sample.workers();
			Worker slow = workers.get(0);
			List<KeptConnection> all = new ArrayList<>();
			try {
				for (int i = 0; i < 8 * workers.size(); i++) {
					KeptConnection connection = this.sample.client().keepConnection();
					all.add(connection);
					if (connection.servedBy("/").pid() == slow.pid()) {
						connection.send("/slow?ms=600000");
					}
				}
				all.stream()
					.filter((connection) -> connection.trace().workerPid() != slow.pid())
					.forEach(KeptConnection::close);
				Spread spread = Spread.oneAtATime(this.sample.client(), CONNECTIONS);
				System.out.printf("Of %d connections the slow one of %d workers got %d%n", CONNECTIONS, workers.size(),
						spread.of(slow));
				assertThat(spread.of(slow)).isLessThan(CONNECTIONS / workers.size() / 2);
			}
			finally {
				all.forEach(KeptConnection::close);
			}
		}

	}

	/**
	 * Each client stays with its slot.
	 */
	private static final class HomesCheck implements PolicyCheck {

		private final List<SampleClient> clients;

		private final List<Integer> homes;

		HomesCheck(SampleProcess sample) {
			this.clients = IntStream.rangeClosed(1, 20).mapToObj((i) -> sample.client().from("127.0.0." + i)).toList();
			this.homes = slots();
			System.out.println("Homes: " + this.homes);
			assertThat(this.homes).containsAll(sample.workers().stream().map(Worker::slot).toList());
		}

		private List<Integer> slots() {
			return this.clients.stream().map((client) -> client.servedByOnNewConnection("/").slot()).toList();
		}

		@Override
		public void holds() {
			holdsUnderLoad();
		}

		@Override
		public void holdsUnderLoad() {
			assertThat(slots()).isEqualTo(this.homes);
		}

		@Override
		public <T> T holdsDuring(Supplier<T> action) {
			CompletableFuture<T> going = CompletableFuture.supplyAsync(action);
			while (!going.isDone()) {
				holdsUnderLoad();
			}
			return going.join();
		}

	}

	/**
	 * What waits at the socket of a worker that dies is served by its successor.
	 */
	private record BacklogCheck(SampleProcess sample) implements PolicyCheck {

		private static final int CONNECTIONS = 16;

		@Override
		public void holds() {
			List<Worker> workers = this.sample.workers();
			Worker victim = workers.get(0);
			SampleProcess.pause(victim.pid());
			List<KeptConnection> all = new ArrayList<>();
			try {
				for (int i = 0; i < CONNECTIONS; i++) {
					all.add(this.sample.client().keepConnection().answerDeadline(DEADLINE).send("/"));
				}
				Kill.of(victim);
				List<Integer> slots = all.stream().map((connection) -> connection.awaitServedBy().slot()).toList();
				System.out.println("With a worker that died at slot " + victim.slot() + ": " + slots);
			}
			finally {
				all.forEach(KeptConnection::close);
			}
			assertThat(this.sample.awaitWorkers(workers.size(), DEADLINE)).doesNotContain(victim);
		}

	}

}
