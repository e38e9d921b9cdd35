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

package io.clusterboot.cluster.control;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.cluster.OperationFailedException;
import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerTarget;
import io.clusterboot.cluster.event.ScalingEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ControlService}, {@link RequestLedger}, {@link EventHistory} and
 * {@link RemoteOperations}.
 */
@Timeout(30)
class ControlServiceTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final TestCluster cluster = new TestCluster();

	private final AtomicLong now = new AtomicLong();

	private final EventHistory events = new EventHistory(Clock.systemUTC());

	private final ControlService service = new ControlService(this.cluster, this.events, Runnable::run, this.now::get);

	private CompletableFuture<ControlOutcome> call(String id, ControlRequest request, Duration wait) {
		return this.service.handle(new ControlCall(id, wait, request));
	}

	@Test
	void changeIsAcceptedWhereNobodyWaits() {
		assertThat(call("1", new ControlRequest.Roll(), Duration.ZERO))
			.isCompletedWithValue(new ControlOutcome.Accepted("Accepted: roll"));
		assertThat(this.cluster.rolls).hasSize(1);
	}

	@Test
	void changeIsWaitedFor() {
		CompletableFuture<ControlOutcome> outcome = call("1", new ControlRequest.Roll(), LONG);
		assertThat(outcome).isNotDone();
		this.cluster.rolls.get(0).complete(new RollResult(3, 2, Duration.ofSeconds(4)));
		assertThat(outcome.join().text())
			.isEqualTo("Rolling restart to generation 3 finished after 4000 ms: 2 workers replaced");
	}

	@Test
	void changeThatTakesTooLongGoesOn() throws Exception {
		ControlOutcome outcome = call("1", new ControlRequest.Roll(), Duration.ofMillis(1)).get(20, TimeUnit.SECONDS);
		assertThat(outcome).isEqualTo(new ControlOutcome.Late("roll is not done after 1 ms, and goes on"));
		assertThat(this.cluster.rolls.get(0)).isNotDone();
	}

	@Test
	void failureComesWithReasonAndOutput() {
		CompletableFuture<ControlOutcome> outcome = call("1", new ControlRequest.Roll(), LONG);
		this.cluster.rolls.get(0)
			.completeExceptionally(new RollFailedException(1, "the canary died", List.of("last line")));
		assertThat(outcome).isCompletedWithValue(new ControlOutcome.Failed(
				"Rolling restart to generation 1 failed: the canary died", List.of("last line")));
	}

	@Test
	void sameIdIsCarriedOutOnceWithinTenMinutes() {
		call("1", new ControlRequest.Roll(), Duration.ZERO);
		CompletableFuture<ControlOutcome> again = call("1", new ControlRequest.Roll(), LONG);
		this.now.addAndGet(Duration.ofMinutes(30).toNanos());
		call("1", new ControlRequest.Roll(), Duration.ZERO);
		assertThat(this.cluster.rolls).as("a roll that takes long").hasSize(1);
		this.cluster.rolls.get(0).complete(new RollResult(1, 2, Duration.ZERO));
		assertThat(again.join()).isInstanceOf(ControlOutcome.Done.class);
		assertThat(call("1", new ControlRequest.Roll(), Duration.ZERO).join()).isEqualTo(again.join());
		this.now.addAndGet(Duration.ofMinutes(11).toNanos());
		call("1", new ControlRequest.Roll(), Duration.ZERO);
		assertThat(this.cluster.rolls).hasSize(2);
	}

	@Test
	void idOfAnotherRequestIsRejected() {
		call("1", new ControlRequest.Roll(), Duration.ZERO);
		assertThat(call("1", new ControlRequest.Scale(2), Duration.ZERO).join())
			.isInstanceOf(ControlOutcome.Rejected.class);
	}

	@Test
	void requestThatIsRefusedIsNotTakenForOneUnderWay() {
		ControlRequest none = new ControlRequest.Scale(0);
		assertThat(call("1", none, Duration.ZERO).join()).isInstanceOf(ControlOutcome.Rejected.class);
		assertThat(call("1", none, Duration.ZERO).join()).isInstanceOf(ControlOutcome.Rejected.class);
	}

	@Test
	void ledgerIsBounded() {
		RequestLedger ledger = new RequestLedger(this.now::get);
		List<String> carriedOut = new ArrayList<>();
		for (int i = 0; i <= RequestLedger.CAPACITY; i++) {
			String id = "id" + i;
			ledger.once(id, new ControlRequest.Roll(), () -> {
				carriedOut.add(id);
				return CompletableFuture.completedFuture(new ControlOutcome.Accepted(id));
			});
		}
		ledger.once("id0", new ControlRequest.Roll(), () -> {
			carriedOut.add("again");
			return CompletableFuture.completedFuture(new ControlOutcome.Accepted("again"));
		});
		assertThat(carriedOut).hasSize(RequestLedger.CAPACITY + 2).endsWith("again");
	}

	@Test
	void malformedRequestIsRejectedWithItsId() {
		JsonNode answer = this.service
			.handle(JsonNodeFactory.instance.objectNode().put("id", "7").put("operation", "x"))
			.join();
		assertThat(answer.path("id").asString()).isEqualTo("7");
		assertThat(answer.path("outcome").asString()).isEqualTo("rejected");
		assertThat(answer.path("text").asString()).contains("operation: x (expected one of: status, roll");
	}

	@Test
	void eventsAreWaitedForAndRemembered() {
		this.events.onEvent(new ScalingEvent.Started(1, 2));
		assertThat(texts(events(-1, Duration.ZERO).join())).containsExactly("Cluster scales from 1 to 2 workers");
		CompletableFuture<EventBatch> next = events(0, LONG);
		assertThat(next).isNotDone();
		this.events.onEvent(new ScalingEvent.Finished(2, Duration.ofSeconds(1)));
		assertThat(next.join().last()).isEqualTo(1);
		assertThat(next.join().events()).singleElement().satisfies((event) -> {
			assertThat(event.name()).isEqualTo("scaling-finished");
			assertThat(event.level()).isEqualTo("info");
		});
		assertThat(events(1, Duration.ofMillis(1)).join().events()).isEmpty();
		for (int i = 0; i < EventHistory.CAPACITY; i++) {
			this.events.onEvent(new ScalingEvent.Started(i, i + 1));
		}
		assertThat(events(-1, Duration.ZERO).join().events()).hasSize(EventHistory.CAPACITY)
			.first()
			.extracting(EventEntry::number)
			.isEqualTo(2L);
	}

	private CompletableFuture<EventBatch> events(long after, Duration wait) {
		return call("e", new ControlRequest.Events(after), wait)
			.thenApply((outcome) -> ControlCodec.value(((ControlOutcome.Done) outcome).detail(), EventBatch.class));
	}

	private static List<String> texts(EventBatch batch) {
		return batch.events().stream().map(EventEntry::text).toList();
	}

	@Test
	void remoteOperationsReturnWhatTheMasterDoes() {
		RemoteOperations remote = new RemoteOperations(this.service);
		CompletableFuture<RollResult> roll = remote.roll();
		RollResult result = new RollResult(1, 2, Duration.ofMillis(1234));
		this.cluster.rolls.get(0).complete(result);
		assertThat(roll).isCompletedWithValue(result);
		CompletableFuture<WorkerInfo> restart = remote.restart(WorkerTarget.slot(1));
		this.cluster.restart.completeExceptionally(new OperationFailedException("no", List.of("line")));
		assertThat(restart).isCompletedExceptionally();
		OperationFailedException failure = restart
			.handle((worker, thrown) -> (OperationFailedException) thrown.getCause())
			.join();
		assertThat(failure).hasMessage("no");
		assertThat(failure.lastOutput()).containsExactly("line");
		assertThat(remote.scale(5)).isCompletedWithValue(5);
	}

	/**
	 * A cluster that does nothing by itself.
	 */
	private static final class TestCluster implements Cluster {

		private final List<CompletableFuture<RollResult>> rolls = new ArrayList<>();

		private final CompletableFuture<WorkerInfo> restart = new CompletableFuture<>();

		@Override
		public ClusterRole role() {
			return ClusterRole.MASTER;
		}

		@Override
		public int size() {
			return 2;
		}

		@Override
		public CompletableFuture<RollResult> roll() {
			CompletableFuture<RollResult> roll = new CompletableFuture<>();
			this.rolls.add(roll);
			return roll;
		}

		@Override
		public CompletableFuture<WorkerInfo> restart(WorkerTarget target) {
			return this.restart;
		}

		@Override
		public CompletableFuture<Integer> scale(int workers) {
			if (workers < 1) {
				throw new IllegalArgumentException("workers: 0 (expected: 1..1024)");
			}
			return CompletableFuture.completedFuture(workers);
		}

	}

}
