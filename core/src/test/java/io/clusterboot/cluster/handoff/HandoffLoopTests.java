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

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which worker gets a connection, and what happens when one declines it, or is gone.
 */
class HandoffLoopTests extends HandoffLoopHarness {

	@Test
	void connectionsWaitInTheBacklogUntilSomebodyListens() throws Exception {
		Socket client = connect();
		assertThat(accept()).isZero();
		ConnectionWorker worker = worker(1);
		assertThat(accept()).isOne();
		worker.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 1");
	}

	@Test
	void workersGetConnectionsInTurn() throws Exception {
		List<ConnectionWorker> workers = List.of(worker(1), worker(2), worker(3));
		for (int i = 0; i < 9; i++) {
			connect();
		}
		assertThat(accept()).isEqualTo(9);
		for (ConnectionWorker worker : workers) {
			assertThat(worker.unanswered()).isEqualTo(3);
			takesAll(worker);
		}
	}

	@Test
	void connectionsThatArriveTogetherLeaveTogether() throws Exception {
		List<ConnectionWorker> workers = List.of(worker(1), worker(2));
		for (int i = 0; i < 8; i++) {
			connect();
		}
		assertThat(accept()).isEqualTo(8);
		this.loop.run();
		for (ConnectionWorker worker : workers) {
			assertThat(worker.unanswered()).isEqualTo(4);
			assertThat(worker.writes()).isOne();
			takesAll(worker);
		}
		connect();
		assertThat(accept()).isOne();
		this.loop.run();
		assertThat(workers.get(0).writes()).isEqualTo(2);
		takesAll(workers.get(0));
	}

	@Test
	void declinedConnectionGoesToAnother() throws Exception {
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		Socket client = connect();
		accept();
		first.declines(this.handoff);
		this.loop.run();
		second.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 2");
		assertThat(first.total()).isOne();
	}

	@Test
	void connectionThatAllDeclinedWaitsUntilOneTakesAnother() throws Exception {
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		Socket declined = connect();
		accept();
		first.declines(this.handoff);
		this.loop.run();
		second.declines(this.handoff);
		this.loop.run();
		assertThat(first.unanswered() + second.unanswered()).isZero();
		Socket next = connect();
		accept();
		ConnectionWorker free = (first.unanswered() == 1) ? first : second;
		free.takes(this.handoff);
		this.loop.run();
		assertThat(answer(next)).isEqualTo("worker " + free.id());
		assertThat(free.unanswered()).isOne();
		free.takes(this.handoff);
		assertThat(answer(declined)).isEqualTo("worker " + free.id());
	}

	@Test
	void connectionThatNobodyTakesIsResetWithinASecond() throws Exception {
		ConnectionWorker worker = worker(1);
		Socket client = connect();
		accept();
		worker.declines(this.handoff);
		this.loop.advance(Duration.ofSeconds(1));
		assertReset(client);
		assertThat(worker.total()).isOne();
	}

	@Test
	void connectionOfADeadWorkerGoesToAnother() throws Exception {
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		Socket client = connect();
		accept();
		this.loop.advance(Duration.ofSeconds(20));
		first.dies(this.handoff);
		this.loop.run();
		second.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 2");
	}

	@Test
	void connectionOfTheLastWorkerWaitsForItsSuccessorAndNotLonger() throws Exception {
		ConnectionWorker first = worker(1);
		Socket served = connect();
		accept();
		first.dies(this.handoff);
		this.loop.advance(Duration.ofMillis(500));
		ConnectionWorker second = worker(2);
		second.takes(this.handoff);
		assertThat(answer(served)).isEqualTo("worker 2");
		Socket lost = connect();
		accept();
		second.dies(this.handoff);
		this.loop.advance(Duration.ofSeconds(1));
		assertReset(lost);
	}

	@Test
	void connectionThatWaitedWhileTheMasterStoodStillIsNotReset() throws Exception {
		ConnectionWorker first = worker(1);
		Socket client = connect();
		accept();
		first.dies(this.handoff);
		this.loop.run();
		this.loop.sleepThrough(Duration.ofSeconds(3));
		this.loop.advance(Duration.ZERO);
		worker(2).takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 2");
	}

	@Test
	void connectionThatCannotBeSentGoesToAnother() throws Exception {
		ConnectionWorker first = worker(1);
		ConnectionWorker second = worker(2);
		first.congest(CompletableFuture.failedFuture(new IOException("closed")));
		Socket client = connect();
		accept();
		this.loop.run();
		second.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 2");
	}

	@Test
	void workerThatDrainsGetsNothingButAnswersForWhatItHas() throws Exception {
		ConnectionWorker worker = worker(1);
		Socket client = connect();
		accept();
		this.handoff.workerDraining(1);
		this.loop.run();
		Socket later = connect();
		assertThat(accept()).isZero();
		worker.takes(this.handoff);
		this.loop.run();
		assertThat(answer(client)).isEqualTo("worker 1");
		ConnectionWorker next = worker(2);
		assertThat(accept()).isOne();
		next.takes(this.handoff);
		assertThat(answer(later)).isEqualTo("worker 2");
	}

	@Test
	void workerThatClosedItsServerGetsNothing() throws Exception {
		ConnectionWorker worker = worker(1);
		this.handoff.serverClosed(1, KEY);
		this.loop.run();
		connect();
		assertThat(accept()).isZero();
		assertThat(worker.total()).isZero();
	}

	@Test
	void schedulerThatFailsCostsNoConnection() throws Exception {
		open(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN).withScheduler((candidates, client) -> {
			throw new IllegalStateException("no idea");
		}));
		ConnectionWorker worker = worker(1);
		worker(2);
		Socket client = connect();
		accept();
		worker.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 1");
	}

	@Test
	void masterBeatsAsLongAsItAccepts() {
		this.handoff.start();
		this.loop.advance(HandoffLoop.BEAT.multipliedBy(9));
		assertThat(this.row.read().heartbeat()).isEqualTo(10);
		this.handoff.close();
		this.loop.advance(HandoffLoop.BEAT);
		assertThat(this.row.read().heartbeat()).isEqualTo(10);
	}

}
