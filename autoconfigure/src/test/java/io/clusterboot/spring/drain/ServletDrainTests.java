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
package io.clusterboot.spring.drain;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * When a drain of servlet containers ends.
 */
class ServletDrainTests {

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration DEADLINE = Duration.ofSeconds(30);

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final FakeServer server = new FakeServer();

	private final CompletableFuture<Void> done = new CompletableFuture<>();

	private ServletDrain drain;

	@Test
	void workerWithoutConnectionsIsDrainedAtOnce() {
		start(LONG, LONG);
		assertThat(this.done).isDone();
		assertThat(this.server.letGo).isTrue();
	}

	@Test
	void drainGoesOnWhenClientsCannotBeTold() {
		this.drain = new ServletDrain(LONG, LONG, new TrafficCount(this.row));
		this.drain.watchWebSockets(() -> {
			throw new IllegalStateException("no WebSockets");
		});
		start();
		assertThat(this.done).isDone();
	}

	@Test
	void clientsAreLetGoWhenTheLastConnectionHasArrived() {
		this.server.connections = 1;
		this.server.stopped = new CompletableFuture<>();
		start(LONG, LONG);
		assertThat(this.server.letGo).isFalse();
		this.server.stopped.complete(null);
		assertThat(this.server.letGo).isTrue();
		assertThat(this.done).isNotDone();
	}

	@Test
	void lastConnectionThatEndsEndsTheDrain() {
		this.server.connections = 1;
		start(LONG, LONG);
		assertThat(this.done).isNotDone();
		this.server.connections = 0;
		this.drain.connectionEnded();
		assertThat(this.done).isDone();
	}

	@Test
	void idleConnectionsStayForTheGracePeriod() {
		this.server.connections = 1;
		start(Duration.ofMillis(50), LONG);
		assertThat(this.done).succeedsWithin(DEADLINE);
	}

	@Test
	void clientsThatComeInTheGracePeriodAreLetGoToo() {
		this.server.connections = 1;
		start(Duration.ofMillis(100), LONG);
		this.server.letGo = false;
		await().atMost(DEADLINE).until(() -> this.server.letGo);
		assertThat(this.done).succeedsWithin(DEADLINE);
	}

	@Test
	void drainWithoutAGracePeriodRemindsClientsNowAndThen() {
		this.server.connections = 1;
		this.drain = new ServletDrain(Duration.ZERO, LONG, new TrafficCount(this.row));
		this.drain.begun();
		start();
		await().atMost(DEADLINE).until(() -> this.server.reminders.get() > 3);
		CompletableFuture<Void> later = new CompletableFuture<Void>().completeOnTimeout(null, 200,
				TimeUnit.MILLISECONDS);
		int before = this.server.reminders.get();
		assertThat(later).succeedsWithin(DEADLINE);
		assertThat(this.server.reminders.get() - before).isLessThan(1000);
		this.drain.ended(200, false, true);
		assertThat(this.done).isDone();
	}

	@Test
	void unfinishedRequestOutlivesTheGracePeriod() {
		this.server.connections = 1;
		this.drain = new ServletDrain(Duration.ofMillis(1), LONG, new TrafficCount(this.row));
		this.drain.begun();
		start();
		CompletableFuture<Void> later = new CompletableFuture<Void>().completeOnTimeout(null, 200,
				TimeUnit.MILLISECONDS);
		assertThat(later).succeedsWithin(DEADLINE);
		assertThat(this.done).isNotDone();
		this.drain.ended(200, false, true);
		assertThat(this.done).isDone();
		assertThat(this.row.read().drainedRequests()).isOne();
	}

	@Test
	void clientThatMaySendAnotherRequestGetsAnotherGracePeriod() {
		this.server.connections = 1;
		this.drain = new ServletDrain(Duration.ofMillis(50), LONG, new TrafficCount(this.row));
		this.drain.begun();
		start();
		this.drain.ended(200, false, false);
		assertThat(this.done).isNotDone();
		assertThat(this.done).succeedsWithin(DEADLINE);
	}

	@Test
	void requestsThatAreUnfinishedAtTheTimeoutAreCounted() {
		this.server.connections = 1;
		this.drain = new ServletDrain(LONG, Duration.ofMillis(50), new TrafficCount(this.row));
		this.drain.begun();
		start();
		assertThat(this.done).succeedsWithin(DEADLINE);
		assertThat(this.row.read().abortedRequests()).isOne();
	}

	@Test
	void clientsThatAreLetGoAreKeptAgain() {
		ServletDrain quarantine = new ServletDrain(Duration.ofMillis(10), LONG, new TrafficCount(this.row));
		quarantine.watch(this.server);
		quarantine.letGo(true);
		assertThat(this.server.letGo).isTrue();
		assertThat(quarantine.isDraining()).isTrue();
		quarantine.letGo(false);
		assertThat(quarantine.isDraining()).isFalse();
		await().during(Duration.ofMillis(100)).atMost(DEADLINE).until(() -> !this.server.letGo);
		quarantine.letGo(true);
		assertThat(this.server.letGo).isTrue();
	}

	@Test
	void drainIsNotUndoneByTheEndOfAQuarantine() {
		this.server.connections = 1;
		start(LONG, LONG);
		this.drain.letGo(false);
		assertThat(this.drain.isDraining()).isTrue();
		assertThat(this.server.letGo).isTrue();
	}

	@Test
	void webSocketsAreClosedOnceEachAndNotAllAtOnce() {
		Set<Integer> closed = ConcurrentHashMap.newKeySet();
		List<Integer> twice = new CopyOnWriteArrayList<>();
		List<OpenWebSocket> open = IntStream.range(0, 20).mapToObj((i) -> new OpenWebSocket(i, () -> {
			if (!closed.add(i)) {
				twice.add(i);
			}
		})).toList();
		this.drain = new ServletDrain(Duration.ofSeconds(1), LONG, new TrafficCount(this.row));
		this.drain.watchWebSockets(() -> open);
		this.server.connections = 20;
		start();
		await().atMost(DEADLINE).until(() -> !closed.isEmpty());
		assertThat(closed).hasSizeLessThan(20);
		assertThat(this.done).succeedsWithin(DEADLINE);
		assertThat(closed).hasSize(20);
		assertThat(twice).isEmpty();
	}

	@Test
	void requestsAndServerErrorsAreCounted() {
		ServletDrain counting = new ServletDrain(LONG, LONG, new TrafficCount(this.row));
		counting.connectionBegun();
		counting.begun();
		assertThat(this.row.read().requestsInFlight()).isOne();
		counting.ended(503, false, false);
		assertThat(this.row.read().serverErrors()).isOne();
		assertThat(this.row.read().requestsInFlight()).isZero();
		assertThat(this.row.activeConnections()).isOne();
		counting.connectionEnded();
		assertThat(this.row.activeConnections()).isZero();
	}

	private void start(Duration grace, Duration timeout) {
		this.drain = new ServletDrain(grace, timeout, new TrafficCount(this.row));
		start();
	}

	private void start() {
		this.drain.watch(this.server);
		this.drain.start();
		this.drain.stop(() -> this.done.complete(null));
	}

	private static final class FakeServer implements DrainingServer {

		private CompletableFuture<Void> stopped = CompletableFuture.completedFuture(null);

		private volatile int connections;

		private volatile boolean letGo;

		private final AtomicInteger reminders = new AtomicInteger();

		@Override
		public CompletableFuture<Void> stopListening() {
			return this.stopped;
		}

		@Override
		public void letClientsGo() {
			this.letGo = true;
			this.reminders.incrementAndGet();
		}

		@Override
		public void keepClients() {
			this.letGo = false;
		}

		@Override
		public int openConnections() {
			return this.connections;
		}

	}

}
