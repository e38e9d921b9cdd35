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

import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.handoff.WorkerConnections.Unanswered;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.Patience;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleNotAcknowledgedException;
import io.clusterboot.ipc.Sent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the connections of one listening socket to the workers that listen on it, and
 * keeps each until a worker says that it serves it. As long as nobody can take one they
 * stay in the backlog. Confined to the accept loop.
 */
final class ConnectionDispatcher implements Acceptor.Target, Closeable {

	/**
	 * How many connections may wait for a worker before no more are accepted.
	 */
	static final int MAX_WAITING = 64;

	/**
	 * How soon it is looked whether what was offered has been claimed: only the
	 * scoreboard says so.
	 */
	static final Duration SETTLE = Duration.ofMillis(2);

	/**
	 * How often it is looked whether workers that were full still are, which again only
	 * the scoreboard says.
	 */
	static final Duration RECHECK = Duration.ofMillis(10);

	/**
	 * Why connections wait when all workers are at their limits, or don't answer.
	 */
	static final String BUSY = "every worker is at its connection limit";

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDispatcher.class);

	private final String key;

	private final ClusterConnections recipients;

	private final ConnectionScheduler scheduler;

	private final ControlLoop loop;

	private final Map<Integer, WorkerConnections> listening = new TreeMap<>();

	private final Set<PendingConnection> waiting = new LinkedHashSet<>();

	private final AcceptAlarm busyAlarm;

	private final AcceptAlarm failureAlarm;

	private final ConnectionSource intake;

	private ControlLoop.@Nullable Timer recheck;

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param key the name of the socket
	 * @param address where it listens
	 * @param recipients all workers
	 * @param scheduler what chooses among them
	 * @param loop the accept loop
	 * @param events where to tell what happens
	 * @param intake creates what accepts
	 */
	ConnectionDispatcher(String key, InetSocketAddress address, ClusterConnections recipients,
			ConnectionScheduler scheduler, ControlLoop loop, Consumer<ClusterEvent> events,
			Function<Acceptor.Target, ConnectionSource> intake) {
		this.key = key;
		this.recipients = recipients;
		this.scheduler = scheduler;
		this.loop = loop;
		this.busyAlarm = new AcceptAlarm(address, loop, events);
		this.failureAlarm = new AcceptAlarm(address, loop, events);
		this.intake = intake.apply(this);
	}

	void listens(WorkerConnections recipient) {
		this.listening.put(recipient.workerId(), recipient);
		offerWaitingTo(recipient);
	}

	/**
	 * A worker gets no more connections.
	 * @param workerId the worker id
	 */
	void leaves(int workerId) {
		if (this.listening.remove(workerId) != null) {
			adjustIntake();
		}
	}

	@Override
	public boolean takesMore() {
		if (this.waiting.size() >= MAX_WAITING || !this.recipients.mayBeMore(this.waiting.size())) {
			return false;
		}
		// Asked twice for each connection
		for (WorkerConnections recipient : this.listening.values()) {
			if (this.recipients.canTakeMore(recipient)) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void accepted(Handle connection, InetSocketAddress client) {
		this.recipients.settle();
		dispatch(new PendingConnection(connection, client));
		adjustIntake();
	}

	private void dispatch(PendingConnection connection) {
		if (this.closed) {
			connection.reset();
			return;
		}
		WorkerConnections chosen = recipientOf(connection, this.scheduler.patience(), this.recipients::canTakeMore);
		if (chosen != null) {
			give(chosen, connection);
		}
		else {
			this.waiting.add(connection);
			connection.await(this.loop, () -> {
				this.waiting.remove(connection);
				giveInTheEnd(connection);
				adjustIntake();
			});
		}
	}

	/**
	 * Better a worker that is slow, or not the one a client sticks to, than none.
	 */
	private void giveInTheEnd(PendingConnection connection) {
		WorkerConnections chosen = recipientOf(connection, this.scheduler.patience(),
				this.recipients::canTakeMoreInTheEnd);
		if (chosen == null) {
			chosen = recipientOf(connection, Patience.NONE, this.recipients::canTakeMore);
		}
		if (chosen == null) {
			chosen = recipientOf(connection, Patience.NONE, this.recipients::canTakeMoreInTheEnd);
		}
		if (chosen != null) {
			give(chosen, connection);
		}
		else {
			logger.debug("No worker took the connection of {} in time", connection.client());
			connection.reset();
		}
	}

	private @Nullable WorkerConnections recipientOf(PendingConnection connection, Patience patience,
			Predicate<WorkerConnections> able) {
		boolean waits = patience == Patience.WAITS;
		List<WorkerConnections> candidates = new ArrayList<>(this.listening.size());
		for (WorkerConnections recipient : this.listening.values()) {
			if (!connection.isDeclinedBy(recipient.workerId()) && (waits || able.test(recipient))) {
				candidates.add(recipient);
			}
		}
		if (candidates.isEmpty()) {
			return null;
		}
		WorkerConnections chosen = choose(candidates, connection);
		return (!waits || able.test(chosen)) ? chosen : null;
	}

	private WorkerConnections choose(List<WorkerConnections> candidates, PendingConnection connection) {
		if (candidates.size() == 1) {
			return candidates.get(0);
		}
		try {
			return candidates.get(this.scheduler.choose(candidates.stream().map(WorkerConnections::candidate).toList(),
					connection.client()));
		}
		catch (RuntimeException ex) {
			logger.error("{} could not choose a worker", this.scheduler.getClass().getName(), ex);
			return candidates.get(0);
		}
	}

	private void give(WorkerConnections recipient, PendingConnection connection) {
		connection.awaitNoMore();
		int sequence = this.recipients.nextSequence();
		Sent sent;
		try {
			sent = recipient.give(this.loop, sequence, this.key, connection, this);
		}
		catch (RuntimeException ex) {
			logger.error("The connection of {} could not be sent to a worker", connection.client(), ex);
			recipient.answered(sequence);
			connection.reset();
			return;
		}
		sent.acknowledged().whenComplete((done, failure) -> {
			if (failure != null) {
				this.loop.execute(() -> recipient.failed(sequence)
					.ifPresent((unanswered) -> notReceived(recipient, unanswered, failure)));
			}
		});
		if (!sent.writable()) {
			recipient.congested();
			sent.written().whenComplete((done, failure) -> this.loop.execute(() -> {
				recipient.relieved();
				offerWaitingTo(recipient);
			}));
		}
	}

	private void notReceived(WorkerConnections recipient, Unanswered unanswered, Throwable failure) {
		boolean maybeStill = unanswered.offer() == NewConnection.UNCONDITIONAL
				&& failure instanceof HandleNotAcknowledgedException;
		if (maybeStill) {
			logger.debug("The connection of {} was neither taken nor declined", unanswered.connection().client());
			unanswered.connection().reset();
		}
		else {
			declined(recipient, unanswered.connection());
		}
	}

	/**
	 * A worker does not answer for a connection. If another can take it that gets it; if
	 * not, there is no hurry.
	 * @param recipient the worker
	 * @param sequence the number of the message
	 * @param connection the connection
	 */
	void late(WorkerConnections recipient, int sequence, PendingConnection connection) {
		boolean canBeTaken = this.listening.values()
			.stream()
			.anyMatch((other) -> other != recipient && !connection.isDeclinedBy(other.workerId())
					&& this.recipients.canTakeMore(other));
		if (canBeTaken) {
			recipient.withdraw(sequence).ifPresent((unanswered) -> declined(recipient, unanswered.connection()));
		}
	}

	/**
	 * A worker serves a connection, so others may be to its taste too.
	 * @param recipient the worker
	 * @param connection the connection
	 */
	void taken(WorkerConnections recipient, PendingConnection connection) {
		connection.taken();
		this.waiting.forEach((other) -> other.mayBeTakenBy(recipient.workerId()));
	}

	/**
	 * A worker does not serve a connection.
	 * @param recipient the worker
	 * @param connection the connection
	 */
	void declined(WorkerConnections recipient, PendingConnection connection) {
		connection.declinedBy(recipient.workerId());
		returned(connection);
		offerWaitingTo(recipient);
	}

	/**
	 * Nobody has a connection any more.
	 * @param connection the connection
	 */
	void returned(PendingConnection connection) {
		dispatch(connection);
		adjustIntake();
	}

	/**
	 * A worker can take what waits, if it listens.
	 * @param recipient the worker
	 */
	void offerWaitingTo(WorkerConnections recipient) {
		if (this.listening.containsKey(recipient.workerId())) {
			dispatchWaiting();
		}
		adjustIntake();
	}

	private void dispatchWaiting() {
		for (PendingConnection connection : List.copyOf(this.waiting)) {
			this.waiting.remove(connection);
			connection.awaitNoMore();
			dispatch(connection);
		}
	}

	private void adjustIntake() {
		if (this.closed) {
			return;
		}
		boolean full = false;
		if (takesMore()) {
			this.busyAlarm.clear();
			this.intake.resume();
		}
		else {
			this.intake.pause();
			if (this.listening.isEmpty()) {
				this.busyAlarm.cancel();
			}
			else {
				full = true;
				this.busyAlarm.raiseSoon(BUSY);
			}
		}
		if (this.recipients.areClaiming()) {
			lookAgain(SETTLE);
		}
		else if (full || !this.waiting.isEmpty()) {
			lookAgain(RECHECK);
		}
	}

	private void lookAgain(Duration delay) {
		if (this.recheck == null) {
			this.recheck = this.loop.schedule(delay, () -> {
				this.recheck = null;
				this.recipients.settle();
				dispatchWaiting();
				adjustIntake();
			});
		}
	}

	@Override
	public void acceptFails(IOException cause) {
		this.failureAlarm.raise("%s".formatted(cause.getMessage()));
	}

	@Override
	public void acceptsAgain() {
		this.failureAlarm.clear();
	}

	/**
	 * Accept no more, and reset what waits.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.intake.close();
		this.busyAlarm.cancel();
		this.failureAlarm.cancel();
		if (this.recheck != null) {
			this.recheck.cancel();
		}
		this.waiting.forEach(PendingConnection::reset);
		this.waiting.clear();
	}

}
