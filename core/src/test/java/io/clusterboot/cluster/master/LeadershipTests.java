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
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.LeadershipMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import io.clusterboot.cluster.scoreboard.PublishedState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who leads, and when another one is named.
 */
class LeadershipTests {

	private static final long START = 1_000;

	private final ManualLoop loop = new ManualLoop();

	private final RecordingBus bus = new RecordingBus();

	private final Map<Integer, WorkerInfo> workers = new LinkedHashMap<>();

	private final List<LeaderTerm> terms = new ArrayList<>();

	private long seconds = START;

	private final List<Long> ends = new ArrayList<>();

	private final Mandate mandate = new Mandate(this.loop, this.ends::add, () -> this.seconds);

	private final Leadership leadership = new Leadership(this.loop, this.bus, () -> List.copyOf(this.workers.values()),
			this.terms::add, this.mandate);

	@Test
	void firstWorkerThatIsReadyLeads() {
		is(1, 0, 0, WorkerState.LISTENING);
		is(2, 1, 0, WorkerState.READY);
		able(1);
		assertThat(this.terms).isEmpty();
		able(2);
		assertThat(this.terms).containsExactly(new LeaderTerm(START, 2));
		assertThat(this.bus.sent).containsExactly("2: granted 1000");
		is(1, 0, 0, WorkerState.READY);
		assertThat(this.terms).hasSize(1);
	}

	@Test
	void workerThatCannotLeadDoesNot() {
		is(1, 0, 0, WorkerState.READY);
		review();
		assertThat(this.terms).isEmpty();
	}

	@Test
	void leaderThatIsNotReadyForAWhileGoesOn() {
		twoWorkers();
		is(1, 0, 0, WorkerState.LISTENING);
		assertThat(this.terms).hasSize(1);
	}

	@Test
	void leaderThatDrainsHandsOverWhenItHasStopped() {
		twoWorkers();
		is(1, 0, 0, WorkerState.DRAINING);
		assertThat(this.bus.sent).endsWith("1: revoked 1000");
		assertThat(this.terms).endsWith(new LeaderTerm(START, 0));
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 2));
		assertThat(this.bus.sent).endsWith("2: granted 1001");
	}

	@Test
	void leaderThatDiesIsFollowedByAnother() {
		twoWorkers();
		this.seconds = START + 100;
		this.workers.remove(1);
		review();
		assertThat(this.terms).endsWith(new LeaderTerm(START, 0));
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 100, 2));
	}

	@Test
	void leaderThatHangsIsDeposedAndNotNamedAgain() {
		twoWorkers();
		this.leadership
			.happened(new ClusterEvent.Hung(this.workers.get(1), Hang.JVM_STALLED, Duration.ofSeconds(30), null));
		this.loop.run();
		assertThat(this.terms).endsWith(new LeaderTerm(START, 0));
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 2));
		is(2, 1, 0, WorkerState.QUARANTINED);
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 0));
	}

	@Test
	void onlyWorkerThatHungLeadsAgainWhenItMakesProgress() {
		is(1, 0, 0, WorkerState.READY);
		able(1);
		this.leadership.happened(new ClusterEvent.Hung(this.workers.get(1), Hang.EVENT_LOOP_BLOCKED,
				Duration.ofSeconds(30), "it runs with a debug agent"));
		this.loop.run();
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START, 0));
		this.leadership.recovered(1);
		this.loop.run();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 1));
		assertThat(this.bus.sent).containsExactly("1: granted 1000", "1: revoked 1000", "1: granted 1001");
	}

	@Test
	void workerThatRecoversDoesNotTakeTheLeadershipFromItsSuccessor() {
		twoWorkers();
		this.leadership.happened(
				new ClusterEvent.Hung(this.workers.get(1), Hang.JVM_STALLED, Duration.ofSeconds(30), "of a debugger"));
		this.loop.run();
		this.leadership.recovered(1);
		this.loop.run();
		assertThat(this.terms).as("while the handover is under way").endsWith(new LeaderTerm(START, 0));
		replies();
		assertThat(this.terms).as("the worker that recovered is as good as the other").hasSize(3);
		this.workers.remove(2);
		review();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 1));
	}

	@Test
	void newGenerationIsPreferred() {
		twoWorkers();
		is(3, 0, 1, WorkerState.READY);
		able(3);
		is(4, 1, 1, WorkerState.READY);
		able(4);
		is(1, 0, 0, WorkerState.DRAINING);
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 3));
	}

	@Test
	void nobodyLeadsUntilAWorkerIsReady() {
		twoWorkers();
		is(2, 1, 0, WorkerState.DRAINING);
		is(1, 0, 0, WorkerState.DRAINING);
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START, 0));
		is(5, 0, 0, WorkerState.READY);
		able(5);
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 5));
	}

	@Test
	void workerThatCannotBeToldIsPassedOver() {
		this.bus.unreachable = 1;
		twoWorkers();
		replies();
		assertThat(this.terms).endsWith(new LeaderTerm(START + 1, 2));
	}

	@Test
	void nobodyLeadsWithoutALease() {
		requireLease();
		twoWorkers();
		assertThat(this.terms).isEmpty();
		assertThat(this.leadership.isReady()).isTrue();
		FakeLease lease = grant(Duration.ofSeconds(6));
		assertThat(this.terms).isEmpty();
		lease.draw(7000);
		assertThat(this.terms).containsExactly(new LeaderTerm(7000, 1));
		assertThat(this.ends).containsExactly(lease.end);
	}

	@Test
	void leaseThatIsNotExtendedEndsByTheClock() {
		requireLease();
		twoWorkers();
		FakeLease lease = grant(Duration.ofSeconds(6));
		lease.draw(7000);
		this.loop.advance(Duration.ofSeconds(5));
		lease.end += Duration.ofSeconds(5).toNanos();
		this.mandate.extended(lease);
		this.loop.advance(Duration.ofMillis(5900));
		assertThat(this.terms).endsWith(new LeaderTerm(7000, 1));
		this.loop.advance(Duration.ofMillis(200));
		assertThat(this.terms).endsWith(new LeaderTerm(7000, 0));
		assertThat(lease.over).isTrue();
		replies();
		lease.end += Duration.ofSeconds(60).toNanos();
		this.mandate.extended(lease);
		this.loop.run();
		assertThat(this.terms).endsWith(new LeaderTerm(7000, 0));
		grant(Duration.ofSeconds(6)).draw(7003);
		assertThat(this.terms).endsWith(new LeaderTerm(7003, 1));
	}

	@Test
	void numberThatComesAfterTheLeaseIsNotUsed() {
		requireLease();
		twoWorkers();
		FakeLease lease = grant(Duration.ofSeconds(6));
		this.loop.advance(Duration.ofSeconds(7));
		lease.draw(7000);
		assertThat(this.terms).isEmpty();
	}

	@Test
	void numberThatCannotBeDrawnIsDrawnLater() {
		requireLease();
		twoWorkers();
		FakeLease lease = grant(Duration.ofSeconds(6));
		CompletableFuture<Long> failing = lease.number;
		lease.number = new CompletableFuture<>();
		failing.completeExceptionally(new IllegalStateException("away"));
		this.loop.advance(Duration.ofSeconds(2));
		lease.draw(7000);
		assertThat(this.terms).endsWith(new LeaderTerm(7000, 1));
	}

	@Test
	void leaseIsGivenBackWhereNoWorkerCanLead() {
		requireLease();
		is(1, 0, 0, WorkerState.READY);
		able(1);
		FakeLease lease = grant(Duration.ofSeconds(6));
		lease.draw(7000);
		CompletableFuture<Void> done = new CompletableFuture<>();
		is(1, 0, 0, WorkerState.DRAINING);
		this.mandate.ended(new FakeLease());
		this.leadership.steppedDown(done);
		assertThat(lease.over).isFalse();
		assertThat(done).isNotDone();
		replies();
		assertThat(lease.over).isTrue();
		assertThat(done).isDone();
		assertThat(this.leadership.isReady()).isFalse();
	}

	private void requireLease() {
		this.mandate.requireLease();
	}

	private FakeLease grant(Duration duration) {
		FakeLease lease = new FakeLease();
		lease.end = this.loop.nanoTime() + duration.toNanos();
		this.mandate.granted(lease);
		this.loop.run();
		return lease;
	}

	@Test
	void termTakesOneWordOfMemory() {
		SupervisedCluster cluster = SupervisedCluster.create(MasterSettings.of(1));
		PublishedState memory = cluster.published();
		assertThat(memory.leader()).isEqualTo(LeaderTerm.NONE);
		LeaderTerm term = new LeaderTerm(4_000_000_000L, 12_345_678);
		memory.leader(term);
		assertThat(memory.leader()).isEqualTo(term);
		memory.leader(term.vacant());
		assertThat(memory.leader()).isEqualTo(new LeaderTerm(4_000_000_000L, 0));
		cluster.close();
	}

	private void twoWorkers() {
		is(1, 0, 0, WorkerState.READY);
		able(1);
		is(2, 1, 0, WorkerState.READY);
		able(2);
	}

	private void is(int id, int slot, int generation, WorkerState state) {
		this.workers.put(id,
				new WorkerInfo(id, slot, 4000 + id, generation, state, true, Optional.empty(), Instant.EPOCH));
		review();
	}

	private void able(int id) {
		this.bus.candidates
			.handle(new BusMessage(LeadershipMessage.CANDIDATE, id, JsonNodeFactory.instance.nullNode()));
		this.loop.run();
	}

	private void review() {
		this.leadership.reviewSoon();
		this.loop.run();
	}

	private void replies() {
		this.bus.replies.complete(List.of());
		this.bus.replies = new CompletableFuture<>();
		this.loop.run();
	}

	private final class FakeLease implements LeadershipLease {

		private CompletableFuture<Long> number = new CompletableFuture<>();

		private long end;

		private boolean over;

		private void draw(long next) {
			this.number.complete(next);
			LeadershipTests.this.loop.run();
		}

		@Override
		public long endNanos() {
			return this.end;
		}

		@Override
		public CompletableFuture<Long> nextEpoch(long after) {
			return this.number;
		}

		@Override
		public void over() {
			this.over = true;
		}

	}

	private static final class RecordingBus implements MessageBus {

		private final List<String> sent = new ArrayList<>();

		private MessageHandler candidates = MessageHandler.of((message) -> {
		});

		private CompletableFuture<List<MessageReply>> replies = new CompletableFuture<>();

		private int unreachable;

		@Override
		public @Nullable String tell(Destination destination, String topic, JsonNode body) {
			record(destination, body);
			return (destination.number() == this.unreachable) ? "full" : null;
		}

		@Override
		public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
				Duration timeout) {
			record(destination, body);
			return this.replies;
		}

		private void record(Destination destination, JsonNode body) {
			LeadershipMessage message = LeadershipMessage.of(body);
			this.sent.add("%d: %s %d".formatted(destination.number(), message.granted() ? "granted" : "revoked",
					message.epoch()));
		}

		@Override
		public void handle(String topic, MessageHandler handler) {
			this.candidates = handler;
		}

	}

}
