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
package io.clusterboot.spring.master;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.process.ExitStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link HeldEvents}.
 */
class HeldEventsTests {

	private final HeldEvents held = new HeldEvents();

	private final List<ClusterEvent> received = new ArrayList<>();

	@Test
	void listenerGetsWhatCameBeforeItAndThenEachEventOnce() {
		ClusterEvent first = new StopEvent.Started(1);
		ClusterEvent second = new StopEvent.Started(2);
		ClusterEvent third = new StopEvent.Started(3);
		this.held.onEvent(first);
		this.held.onEvent(second);
		assertThat(this.received).isEmpty();
		this.held.passTo(this.received::add);
		assertThat(this.received).containsExactly(first, second);
		this.held.onEvent(third);
		assertThat(this.received).containsExactly(first, second, third);
	}

	@Test
	void eventThatIsNotHandledDoesNotKeepBackTheOthers() {
		ClusterEvent second = new StopEvent.Started(2);
		this.held.onEvent(new StopEvent.Started(1));
		this.held.onEvent(second);
		this.held.passTo((event) -> {
			if (event != second) {
				throw new IllegalStateException("not handled");
			}
			this.received.add(event);
		});
		assertThat(this.received).containsExactly(second);
	}

	@Test
	void waitIsOverWhenTheWorkersThatStartTogetherListenOrFail() throws Exception {
		this.held.onEvent(new ClusterEvent.Forked(worker(1), null, List.of()));
		this.held.onEvent(new ClusterEvent.Forked(worker(2), null, List.of()));
		CompletableFuture<Void> waited = CompletableFuture.runAsync(() -> this.held.awaitFirstWorkers(60));
		this.held.onEvent(listening(2));
		assertThat(this.held.isDecided()).isFalse();
		this.held.onEvent(exited(1));
		waited.get(30, TimeUnit.SECONDS);
		assertThat(this.held.isDecided()).isTrue();
	}

	@Test
	void workerThatIsForkedLaterIsNotWaitedFor() {
		this.held.onEvent(new ClusterEvent.Forked(worker(1), null, List.of()));
		this.held.onEvent(listening(1));
		this.held.onEvent(new ClusterEvent.Forked(worker(2), null, List.of()));
		assertThat(this.held.isDecided()).isTrue();
	}

	private static ClusterEvent listening(int workerId) {
		return new ClusterEvent.Listening(worker(workerId), AddressType.IPV4, new InetSocketAddress("127.0.0.1", 8080),
				Duration.ofSeconds(1));
	}

	private static ClusterEvent exited(int workerId) {
		ExitStatus status = new ExitStatus(1);
		return new ClusterEvent.Exited(worker(workerId), status, new ExitCause.Exited(status), false,
				Duration.ofSeconds(1), null, 0, 0, List.of(), WorkerStatus.Traffic.NONE);
	}

	private static WorkerInfo worker(int id) {
		return new WorkerInfo(id, id - 1, 100 + id, 0, WorkerState.STARTING, true, Optional.empty(), Instant.EPOCH);
	}

}
