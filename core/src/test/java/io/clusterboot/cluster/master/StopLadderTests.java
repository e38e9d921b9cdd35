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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent.StopEscalated;
import io.clusterboot.cluster.protocol.ClusterMessage.Disconnect;
import io.clusterboot.ipc.Peer;
import io.clusterboot.process.Signal;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.node.StringNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The steps by which a worker is stopped, where messages and signals fail or block.
 */
@Timeout(60)
class StopLadderTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(8);

	private final SupervisedCluster cluster = SupervisedCluster
		.serving(MasterSettings.of(1).withTimeouts(Duration.ofSeconds(60), Duration.ofSeconds(30), TIMEOUT));

	@Test
	void hungWorkerIsKilledThoughDumpsAndSignalsFail() {
		this.cluster.worker(1).obstruct(Runnable::run, StopLadderTests::fail);
		hang();
		assertThat(this.cluster.worker(1).received()).as("a dump that cannot be had is not waited for")
			.containsExactly(Signal.SIGQUIT, Signal.SIGTERM);
		this.cluster.advance(MasterSettings.TERMINATION_TIMEOUT);
		assertThat(this.cluster.worker(1).received()).containsExactly(Signal.SIGQUIT, Signal.SIGTERM, Signal.SIGQUIT,
				Signal.SIGKILL);
		this.cluster.advance(MasterSettings.KILL_TIMEOUT);
		assertThat(this.cluster.events(StopEscalated.class)).extracting(StopEscalated::reason)
			.containsExactly("has not ended 5 s after SIGTERM", "has not ended 10 s after SIGKILL");
		this.cluster.exits(1, 137);
		this.cluster.stop();
	}

	@Test
	void hungWorkerIsKilledThoughDumpsAndSignalsBlock() {
		CountDownLatch blocked = new CountDownLatch(1);
		ExecutorService signalThread = Executors.newSingleThreadExecutor();
		try {
			this.cluster.worker(1).obstruct(signalThread, (attempt) -> block(attempt, blocked));
			hang();
			this.cluster.advance(MasterSettings.EXAMINATION_TIMEOUT);
			this.cluster.advance(MasterSettings.TERMINATION_TIMEOUT);
			this.cluster.advance(MasterSettings.EXAMINATION_TIMEOUT);
			assertThat(this.cluster.worker(1).received()).contains(Signal.SIGKILL);
			this.cluster.exits(1, 137);
			this.cluster.stop();
		}
		finally {
			blocked.countDown();
			signalThread.shutdown();
		}
		Awaitility.await().until(signalThread::isTerminated);
	}

	@Test
	void workerThatCannotBeAskedToStopIsTerminated() {
		this.cluster.worker(1).obstruct(Runnable::run, StopLadderTests::fail);
		this.cluster.supervisor().operations().disconnect(1);
		this.cluster.advance(Duration.ofSeconds(30).plus(MasterSettings.DRAIN_MARGIN));
		assertThat(this.cluster.worker(1).received()).containsExactly(new Disconnect(), Signal.SIGTERM);
		this.cluster.exits(1, 143);
		this.cluster.stop();
	}

	@Test
	void messageThatCannotBeSentChangesNothing() {
		this.cluster.worker(1).obstruct(Runnable::run, StopLadderTests::fail);
		this.cluster.supervisor().operations().send(1, StringNode.valueOf("hello"));
		assertThat(this.cluster.alive()).containsExactly("1:slot0:gen0:READY");
		this.cluster.stop();
	}

	@Test
	void reportNamesTheThreadDumpThatComesBeforeTheSignal() {
		this.cluster.scale(2);
		this.cluster.advance(Duration.ofSeconds(60));
		assertThat(this.cluster.events(StopEscalated.class)).singleElement().satisfies((event) -> {
			assertThat(event.reason()).isEqualTo("does not listen after 60 s (cluster.startup-timeout)");
			assertThat(event.measure()).isEqualTo("dumping its threads, then sending SIGTERM");
			assertThat(event.signal()).isEqualTo(Signal.SIGTERM);
		});
		this.cluster.exits(2, 143);
		this.cluster.stop();
	}

	@Test
	void reportNamesTheSignalWhereNoThreadDumpCanBeHad() {
		this.cluster.forker().forkAs(Peer.NODE);
		this.cluster.scale(2);
		this.cluster.advance(Duration.ofSeconds(60));
		assertThat(this.cluster.events(StopEscalated.class)).singleElement()
			.satisfies((event) -> assertThat(event.measure()).isEqualTo("sending SIGTERM"));
		this.cluster.exits(2, 143);
		this.cluster.stop();
	}

	private void hang() {
		this.cluster.row(1).beat();
		this.cluster.advance(Duration.ofSeconds(1));
		this.cluster.advance(TIMEOUT.plusSeconds(1));
	}

	private static void fail(Object attempt) {
		throw new IllegalStateException("cannot send " + attempt);
	}

	private static void block(Object attempt, CountDownLatch blocked) {
		if (attempt == Signal.SIGKILL || attempt instanceof Disconnect) {
			return;
		}
		try {
			blocked.await(50, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
