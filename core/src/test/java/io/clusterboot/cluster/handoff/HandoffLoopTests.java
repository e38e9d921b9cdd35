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
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ManualLoop;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.cluster.protocol.ListenOptions;
import io.clusterboot.cluster.protocol.ServerAddress;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.cluster.socket.ListeningSockets;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleNotAcknowledgedException;
import io.clusterboot.ipc.Peer;
import io.clusterboot.testing.OpenDescriptors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HandoffLoop} and {@link ConnectionDispatcher}: real connections,
 * workers that exist in the test only, and a loop that is moved by hand.
 */
@Timeout(300)
class HandoffLoopTests {

	private static final ServerAddress SERVER = new ServerAddress("127.0.0.1", 0, AddressType.IPV4, 0);

	private static final String KEY = SERVER.key();

	private final OpenDescriptors before = OpenDescriptors.sockets();

	private final ManualLoop loop = new ManualLoop();

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final List<ClusterEvent> events = new ArrayList<>();

	private final List<Socket> clients = new ArrayList<>();

	private int backlog;

	private final ListeningSockets listening = new ListeningSockets(SchedulingPolicy.ROUND_ROBIN);

	private ListeningSocket listener;

	private @Nullable ManualSource source;

	private HandoffLoop handoff;

	@BeforeEach
	void listen() throws IOException {
		this.listener = this.listening.obtain(SERVER, ListenOptions.backlog(0), 0);
		open(SchedulingSettings.of(SchedulingPolicy.ROUND_ROBIN));
	}

	private void open(SchedulingSettings settings) {
		if (this.handoff != null) {
			this.handoff.close();
		}
		this.handoff = new HandoffLoop(settings, this.loop, (socket, target) -> {
			this.source = new ManualSource(socket, target);
			return this.source;
		}, this.row, this.events::add);
		this.handoff.open(KEY, this.listener);
		this.loop.run();
	}

	@AfterEach
	void nothingIsLeft() throws IOException {
		this.handoff.close();
		this.loop.run();
		this.listening.close();
		for (Socket client : this.clients) {
			client.close();
		}
		assertThat(this.loop.timers()).isZero();
		this.before.assertNoneIsNew();
	}

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

	/**
	 * End all, and the beat too.
	 */
	private void stop(ConnectionWorker... workers) {
		for (ConnectionWorker worker : workers) {
			worker.dies(this.handoff);
			this.loop.run();
		}
		this.handoff.close();
		this.loop.advance(HandoffLoop.BEAT);
	}

	private ConnectionWorker worker(int id) {
		return listens(new ConnectionWorker(id, id - 1, Peer.JVM));
	}

	private ConnectionWorker listens(ConnectionWorker worker) {
		this.handoff.workerListening(worker.connections(), KEY);
		this.loop.run();
		return worker;
	}

	private void takesAll(ConnectionWorker worker) {
		while (worker.unanswered() > 0) {
			worker.takes(this.handoff);
			this.loop.run();
		}
	}

	private Socket connect() throws IOException {
		Socket client = new Socket(InetAddress.getLoopbackAddress(), this.listener.port());
		client.setSoTimeout(120_000);
		this.clients.add(client);
		this.backlog++;
		return client;
	}

	/**
	 * Accept what is in the backlog, as long as connections are let in.
	 * @return how many
	 */
	private int accept() throws IOException {
		return this.source.accept();
	}

	private String answer(Socket client) throws IOException {
		this.loop.run();
		return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
	}

	private static void assertReset(Socket client) {
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> client.getInputStream().read())
			.withMessageContaining("reset");
	}

	private final class ManualSource implements ConnectionSource {

		private final Handle listener;

		private final ConnectionTarget target;

		private boolean open;

		ManualSource(Handle listener, ConnectionTarget target) {
			this.listener = listener;
			this.target = target;
		}

		int accept() throws IOException {
			io.netty.channel.unix.Socket socket = new io.netty.channel.unix.Socket(this.listener.descriptor());
			int count = 0;
			while (this.open && HandoffLoopTests.this.backlog > 0 && this.target.takesMore()) {
				int connection = socket.accept(new byte[25]);
				if (connection < 0) {
					// The client was told that it is connected a moment earlier
					Thread.onSpinWait();
					continue;
				}
				HandoffLoopTests.this.backlog--;
				this.target.accepted(Handle.adopt(connection), new InetSocketAddress("127.0.0.1", 40_000));
				count++;
			}
			return count;
		}

		@Override
		public void resume() {
			this.open = true;
		}

		@Override
		public void pause() {
			this.open = false;
		}

		@Override
		public void close() {
			this.open = false;
			this.listener.close();
		}

	}

}
