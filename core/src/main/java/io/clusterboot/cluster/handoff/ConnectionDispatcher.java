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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.HandleNotAcknowledgedException;
import io.clusterboot.ipc.Sent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Assigns the connections of one listening socket to the workers that listen on it, and
 * keeps each until a worker serves it. While no worker can take a connection, new ones
 * stay in the backlog. Confined to the accept loop.
 */
final class ConnectionDispatcher implements ConnectionTarget, Closeable {

	/**
	 * How many accepted connections may wait for a worker; at this number, accepting
	 * pauses.
	 */
	static final int MAX_WAITING = 64;

	/**
	 * How soon, while connections are offered, the scoreboard is polled for claims: a
	 * worker that claims one sends no message, as memory is cheaper.
	 */
	static final Duration CLAIM_CHECK_INTERVAL = Duration.ofMillis(2);

	/**
	 * How often, while accepting is paused, the scoreboard is polled for capacity: a
	 * connection that ends in a worker only changes a count in memory, without an event.
	 */
	static final Duration CAPACITY_CHECK_INTERVAL = Duration.ofMillis(10);

	/**
	 * The reason of a pause that the limits, or workers that do not answer, cause.
	 */
	static final String NO_CAPACITY = LimitWatch.AT_LIMIT + " or does not answer";

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDispatcher.class);

	private final String key;

	private final ClusterConnections cluster;

	private final WorkerSelection selection;

	private final ControlLoop loop;

	private final Map<Integer, WorkerConnections> listening = new TreeMap<>();

	private final Set<PendingConnection> waiting = new LinkedHashSet<>();

	private final AcceptAlarm busyAlarm;

	private final AcceptAlarm failureAlarm;

	private final ConnectionSource source;

	private ControlLoop.@Nullable Timer check;

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param key the name of the socket
	 * @param address where it listens
	 * @param cluster all workers
	 * @param scheduler chooses among them
	 * @param loop the accept loop
	 * @param events receives what happens
	 * @param source opens what accepts
	 */
	ConnectionDispatcher(String key, InetSocketAddress address, ClusterConnections cluster,
			ConnectionScheduler scheduler, ControlLoop loop, Consumer<ClusterEvent> events,
			Function<ConnectionTarget, ConnectionSource> source) {
		this.key = key;
		this.cluster = cluster;
		this.selection = new WorkerSelection(scheduler, cluster, this.listening.values());
		this.loop = loop;
		this.busyAlarm = new AcceptAlarm(address, loop, events);
		this.failureAlarm = new AcceptAlarm(address, loop, events);
		this.source = source.apply(this);
	}

	void startAssigning(WorkerConnections worker) {
		this.listening.put(worker.workerId(), worker);
		dispatchWaitingTo(worker);
	}

	void stopAssigning(int workerId) {
		if (this.listening.remove(workerId) != null) {
			adjustSource();
		}
	}

	@Override
	public boolean takesMore() {
		return this.waiting.size() < MAX_WAITING && this.cluster.canAcceptMore(this.waiting.size())
				&& this.selection.canAnyTakeMore();
	}

	@Override
	public void accepted(Handle connection, InetSocketAddress client) {
		this.cluster.releaseClaimed();
		dispatch(new PendingConnection(connection, client));
		adjustSource();
	}

	private void dispatch(PendingConnection connection) {
		if (this.closed) {
			connection.reset();
			return;
		}
		WorkerConnections chosen = this.selection.select(connection);
		if (chosen != null) {
			assign(chosen, connection);
		}
		else {
			this.waiting.add(connection);
			connection.await(this.loop, () -> {
				this.waiting.remove(connection);
				assignAsLastResort(connection);
				adjustSource();
			});
		}
	}

	private void assignAsLastResort(PendingConnection connection) {
		WorkerConnections chosen = this.selection.selectAsLastResort(connection);
		if (chosen != null) {
			assign(chosen, connection);
		}
		else {
			logger.debug("No worker took the connection of {} in time", connection.client());
			connection.reset();
		}
	}

	private void assign(WorkerConnections worker, PendingConnection connection) {
		connection.cancelDeadline();
		int sequence = this.cluster.nextSequence();
		Sent sent;
		try {
			sent = worker.assign(this.loop, sequence, this.key, connection, this);
		}
		catch (RuntimeException ex) {
			logger.error("The connection of {} could not be sent to a worker", connection.client(), ex);
			worker.answered(sequence);
			connection.reset();
			return;
		}
		sent.acknowledged().whenComplete((done, failure) -> {
			if (failure != null) {
				this.loop.execute(() -> worker.failed(sequence)
					.ifPresent((unanswered) -> notReceived(worker, unanswered, failure)));
			}
		});
		if (!sent.writable()) {
			worker.congested();
			sent.written().whenComplete((done, failure) -> this.loop.execute(() -> {
				worker.congestionEnded();
				dispatchWaitingTo(worker);
			}));
		}
	}

	private void notReceived(WorkerConnections worker, AssignedConnection unanswered, Throwable failure) {
		boolean mayStillArrive = unanswered.offer() == NewConnection.UNCONDITIONAL
				&& failure instanceof HandleNotAcknowledgedException;
		if (mayStillArrive) {
			logger.debug("The connection of {} was neither taken nor declined", unanswered.connection().client());
			unanswered.connection().reset();
		}
		else {
			declined(worker, unanswered.connection());
		}
	}

	/**
	 * A worker is late with its answer for a connection. The connection is withdrawn if
	 * another worker can take it; else it stays, as waiting elsewhere is no better.
	 */
	void late(WorkerConnections worker, int sequence, PendingConnection connection) {
		if (this.selection.canAnotherTake(connection, worker)) {
			worker.withdraw(sequence).ifPresent((unanswered) -> declined(worker, unanswered.connection()));
		}
	}

	/**
	 * A worker serves a connection. It may accept others now that it declined before.
	 */
	void taken(WorkerConnections worker, PendingConnection connection) {
		connection.taken();
		this.waiting.forEach((other) -> other.clearDeclined(worker.workerId()));
	}

	/**
	 * A worker does not serve a connection, so it is assigned to another.
	 */
	void declined(WorkerConnections worker, PendingConnection connection) {
		connection.declinedBy(worker.workerId());
		reassign(connection);
		dispatchWaitingTo(worker);
	}

	/**
	 * Assign a connection again whose worker is gone or declined it.
	 */
	void reassign(PendingConnection connection) {
		dispatch(connection);
		adjustSource();
	}

	/**
	 * Assign what waits, as a worker may have capacity again, if it listens on this
	 * socket.
	 */
	void dispatchWaitingTo(WorkerConnections worker) {
		if (this.listening.containsKey(worker.workerId())) {
			dispatchWaiting();
		}
		adjustSource();
	}

	private void dispatchWaiting() {
		for (PendingConnection connection : List.copyOf(this.waiting)) {
			this.waiting.remove(connection);
			connection.cancelDeadline();
			dispatch(connection);
		}
	}

	/**
	 * Accept what is waiting, and nothing after that. What is accepted is still assigned.
	 */
	void stopAccepting() {
		this.source.finish();
	}

	private void adjustSource() {
		if (this.closed) {
			return;
		}
		boolean full = false;
		if (takesMore()) {
			this.busyAlarm.clear();
			this.source.resume();
		}
		else {
			this.source.pause();
			if (this.listening.isEmpty()) {
				this.busyAlarm.cancel();
			}
			else {
				full = true;
				this.busyAlarm.raiseSoon(NO_CAPACITY);
			}
		}
		if (this.cluster.isAnyClaiming()) {
			scheduleCheck(CLAIM_CHECK_INTERVAL);
		}
		else if (full || !this.waiting.isEmpty()) {
			scheduleCheck(CAPACITY_CHECK_INTERVAL);
		}
	}

	private void scheduleCheck(Duration delay) {
		if (this.check == null) {
			this.check = this.loop.schedule(delay, () -> {
				this.check = null;
				this.cluster.releaseClaimed();
				dispatchWaiting();
				adjustSource();
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
	 * Accept no more, and reset the connections that wait.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.source.close();
		this.busyAlarm.cancel();
		this.failureAlarm.cancel();
		if (this.check != null) {
			this.check.cancel();
		}
		this.waiting.forEach(PendingConnection::reset);
		this.waiting.clear();
	}

}
