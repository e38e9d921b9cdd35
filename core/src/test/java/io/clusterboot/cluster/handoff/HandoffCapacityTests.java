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

package io.clusterboot.cluster.handoff;

import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.ipc.Peer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Workers that can take no more: windows, limits, full channels, slow workers.
 */
class HandoffCapacityTests extends HandoffLoopHarness {

	@Test
	void workerGetsNoMoreThanItAnswers() throws Exception {
		ConnectionWorker worker = worker(1);
		for (int i = 0; i < WorkerConnections.WINDOW + 5; i++) {
			connect();
		}
		assertThat(accept()).isEqualTo(WorkerConnections.WINDOW);
		worker.takes(this.handoff);
		this.loop.run();
		assertThat(accept()).isOne();
		takesAll(worker);
		assertThat(accept()).isEqualTo(4);
		takesAll(worker);
	}

	@Test
	void nodeWorkerHasOneUnansweredConnection() throws Exception {
		ConnectionWorker worker = listens(new ConnectionWorker(1, 0, Peer.NODE));
		connect();
		connect();
		assertThat(accept()).isOne();
		worker.takes(this.handoff);
		this.loop.run();
		assertThat(accept()).isOne();
		takesAll(worker);
	}

	@Test
	void workerThatDoesNotAnswerGetsNoMore() throws Exception {
		ConnectionWorker stopped = worker(1);
		ConnectionWorker other = worker(2);
		connect();
		accept();
		this.loop.advance(WorkerConnections.PROMPT_ANSWER);
		for (int i = 0; i < 4; i++) {
			connect();
		}
		accept();
		assertThat(stopped.total()).isOne();
		assertThat(other.unanswered()).isEqualTo(4);
		takesAll(other);
		takesAll(stopped);
	}

	@Test
	void connectionIsLeftToAWorkerThatIsSlowIfThereIsNoOther() throws Exception {
		ConnectionWorker slow = worker(1);
		ConnectionWorker other = worker(2);
		connect();
		Socket client = connect();
		accept();
		this.loop.advance(WorkerConnections.PROMPT_ANSWER);
		other.dies(this.handoff);
		this.loop.run();
		slow.row().beat();
		this.loop.advance(Duration.ofSeconds(1));
		assertThat(slow.unanswered()).isEqualTo(2);
		takesAll(slow);
		assertThat(answer(client)).isEqualTo("worker 1");
	}

	@Test
	void connectionIsNotLeftToAWorkerThatIsStopped() throws Exception {
		ConnectionWorker stopped = worker(1);
		ConnectionWorker other = worker(2);
		connect();
		Socket client = connect();
		accept();
		this.loop.advance(WorkerConnections.PROMPT_ANSWER);
		other.dies(this.handoff);
		this.loop.run();
		this.loop.advance(Duration.ofSeconds(1));
		assertReset(client);
		takesAll(stopped);
	}

	@Test
	void connectionThatASlowWorkerDoesNotTakeEitherIsReset() throws Exception {
		ConnectionWorker slow = worker(1);
		ConnectionWorker other = worker(2);
		Socket first = connect();
		Socket second = connect();
		accept();
		this.loop.advance(WorkerConnections.PROMPT_ANSWER);
		other.dies(this.handoff);
		this.loop.run();
		slow.row().beat();
		this.loop.advance(Duration.ofSeconds(20));
		slow.dies(this.handoff);
		this.loop.advance(Duration.ofSeconds(1));
		assertReset(first);
		assertReset(second);
	}

	@Test
	void workerWhoseChannelIsFullGetsNoMore() throws Exception {
		ConnectionWorker worker = worker(1);
		CompletableFuture<Void> written = new CompletableFuture<>();
		worker.congest(written);
		connect();
		connect();
		assertThat(accept()).isOne();
		written.complete(null);
		this.loop.run();
		assertThat(accept()).isOne();
		takesAll(worker);
	}

	@Test
	void limitOfAWorkerHolds() throws Exception {
		open(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN).withLimits(2, SchedulingSettings.UNLIMITED));
		ConnectionWorker worker = worker(1);
		worker.row().connectionReserved();
		connect();
		connect();
		assertThat(accept()).isOne();
		worker.row().connectionReleased();
		this.loop.advance(ConnectionDispatcher.CAPACITY_CHECK_INTERVAL);
		assertThat(accept()).isOne();
		takesAll(worker);
	}

	@Test
	void limitOfTheClusterHoldsAndIsToldOnce() throws Exception {
		open(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN).withLimits(SchedulingSettings.UNLIMITED, 3));
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		first.row().connectionReserved();
		second.row().connectionReserved();
		connect();
		connect();
		assertThat(accept()).isOne();
		assertThat(this.events).isEmpty();
		this.loop.advance(Duration.ofSeconds(5));
		assertThat(this.events).singleElement().isInstanceOf(ClusterEvent.AcceptingPaused.class);
		takesAll(first);
		first.row().connectionReleased();
		this.loop.advance(ConnectionDispatcher.CAPACITY_CHECK_INTERVAL);
		assertThat(accept()).isOne();
		takesAll(first);
		takesAll(second);
		this.loop.advance(AcceptAlarm.CLEAR_DELAY);
		assertThat(this.events).hasSize(2).last().isInstanceOf(ClusterEvent.AcceptingResumed.class);
	}

	@Test
	void clientOfABusyWorkerWaitsForItWhereClientsStick() throws Exception {
		open(SchedulingSettings.of(SchedulingPolicy.SOURCE_HASH));
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		for (int i = 0; i < WorkerConnections.WINDOW + 1; i++) {
			connect();
		}
		assertThat(accept()).isEqualTo(WorkerConnections.WINDOW + 1);
		ConnectionWorker its = (first.total() > 0) ? first : second;
		assertThat(first.total() + second.total()).isEqualTo(WorkerConnections.WINDOW);
		its.takes(this.handoff);
		this.loop.run();
		assertThat(its.total()).isEqualTo(WorkerConnections.WINDOW + 1);
		takesAll(its);
	}

	@Test
	void clientOfAWorkerThatStaysBusyGoesToAnotherInTheEnd() throws Exception {
		open(SchedulingSettings.of(SchedulingPolicy.SOURCE_HASH));
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		for (int i = 0; i < WorkerConnections.WINDOW + 1; i++) {
			connect();
		}
		assertThat(accept()).isEqualTo(WorkerConnections.WINDOW + 1);
		this.loop.advance(PendingConnection.MAX_WAIT.minusMillis(1));
		assertThat(first.total() + second.total()).isEqualTo(WorkerConnections.WINDOW);
		this.loop.advance(Duration.ofMillis(1));
		assertThat(List.of(first.total(), second.total())).containsExactlyInAnyOrder(WorkerConnections.WINDOW, 1);
		takesAll(first);
		takesAll(second);
	}

}
