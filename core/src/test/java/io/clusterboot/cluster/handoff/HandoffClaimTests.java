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

import io.clusterboot.ipc.HandleNotAcknowledgedException;
import io.clusterboot.ipc.Peer;
import io.clusterboot.testing.OpenDescriptors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Connections that workers claim, and those withdrawn from a worker that has stalled.
 */
class HandoffClaimTests extends HandoffLoopHarness {

	@Test
	void connectionOfAWorkerThatStandsStillGoesToAnother() throws Exception {
		this.handoff.start();
		ConnectionWorker first = listens(new ConnectionWorker(1, 0, Peer.JVM).thatClaims());
		ConnectionWorker second = listens(new ConnectionWorker(2, 1, Peer.JVM).thatClaims());
		Socket client = connect();
		accept();
		this.loop.advance(HandoffLoop.LATE_ANSWER.plus(HandoffLoop.BEAT));
		assertThat(second.claims()).isTrue();
		second.takes(this.handoff);
		this.loop.run();
		assertThat(answer(client)).isEqualTo("worker 2");
		Socket next = connect();
		accept();
		assertThat(List.of(first.total(), second.total())).containsExactly(1, 2);
		second.takes(this.handoff);
		assertThat(answer(next)).isEqualTo("worker 2");
		assertThat(first.claims()).isFalse();
		first.declines(this.handoff);
		this.loop.run();
		connect();
		connect();
		accept();
		assertThat(List.of(first.total(), second.total())).containsExactly(2, 3);
		stop(first, second);
	}

	@Test
	void claimedConnectionStays() throws Exception {
		this.handoff.start();
		ConnectionWorker first = listens(new ConnectionWorker(1, 0, Peer.JVM).thatClaims());
		ConnectionWorker second = listens(new ConnectionWorker(2, 1, Peer.JVM).thatClaims());
		Socket client = connect();
		accept();
		assertThat(first.claims()).isTrue();
		this.loop.advance(Duration.ofSeconds(20));
		assertThat(second.total()).isZero();
		first.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 1");
		stop(first, second);
	}

	@Test
	void claimedConnectionNeedsNoAnswer() throws Exception {
		ConnectionWorker worker = listens(new ConnectionWorker(1, 0, Peer.JVM).thatClaims());
		for (int i = 0; i < WorkerConnections.WINDOW + 5; i++) {
			connect();
		}
		OpenDescriptors connected = OpenDescriptors.sockets();
		assertThat(accept()).isEqualTo(WorkerConnections.WINDOW);
		takesAll(worker);
		this.loop.advance(ConnectionDispatcher.CLAIM_CHECK_INTERVAL);
		connected.assertNoneIsNew();
		assertThat(accept()).isEqualTo(5);
		takesAll(worker);
		this.loop.advance(ConnectionDispatcher.CLAIM_CHECK_INTERVAL);
		connected.assertNoneIsNew();
	}

	@Test
	void claimedConnectionOfADeadWorkerEndsWithIt() throws Exception {
		ConnectionWorker first = listens(new ConnectionWorker(1, 0, Peer.JVM).thatClaims());
		ConnectionWorker second = worker(2);
		Socket client = connect();
		accept();
		assertThat(first.claims()).isTrue();
		first.dies(this.handoff);
		assertThat(answer(client)).isEmpty();
		assertThat(second.total()).isZero();
	}

	@Test
	void connectionThatNoOtherCanTakeStaysWithAWorkerThatStandsStill() throws Exception {
		this.handoff.start();
		ConnectionWorker first = listens(new ConnectionWorker(1, 0, Peer.JVM).thatClaims());
		Socket client = connect();
		accept();
		this.loop.advance(Duration.ofSeconds(20));
		assertThat(first.claims()).isTrue();
		first.takes(this.handoff);
		assertThat(answer(client)).isEqualTo("worker 1");
		stop(first);
	}

	@Test
	void connectionThatMayStillReachAWorkerIsResetForBoth() throws Exception {
		ConnectionWorker node = listens(new ConnectionWorker(1, 0, Peer.NODE));
		ConnectionWorker other = worker(2);
		CompletableFuture<Void> answer = new CompletableFuture<>();
		node.congest(answer);
		Socket client = connect();
		accept();
		answer.completeExceptionally(new HandleNotAcknowledgedException("not in time"));
		this.loop.run();
		assertReset(client);
		assertThat(other.total()).isZero();
		stop(node);
	}

}
