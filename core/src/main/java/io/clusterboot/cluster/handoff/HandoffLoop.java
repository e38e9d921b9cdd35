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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.handoff.WorkerConnections.Unanswered;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.Patience;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSockets.ListeningSocket;
import io.clusterboot.handle.Handle;

/**
 * Accepts on the master's sockets and gives the connections to the workers, on a loop of
 * its own.
 */
public final class HandoffLoop implements Handoff {

	/**
	 * How often the master shows that it accepts. Workers that don't see it accept by
	 * themselves.
	 */
	static final Duration BEAT = Duration.ofMillis(50);

	/**
	 * How long a worker may take to answer for a connection before another that can take
	 * it gets it.
	 */
	static final Duration LATE = Duration.ofMillis(250);

	private final ControlLoop loop;

	private final Intakes intakes;

	private final Consumer<ClusterEvent> events;

	private final ScoreboardRow row;

	private final ClusterConnections recipients;

	private final ConnectionScheduler scheduler;

	private final Map<String, ConnectionDispatcher> dispatchers = new HashMap<>();

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param settings how connections reach the workers
	 * @param loop the accept loop
	 * @param intakes accepts on a socket
	 * @param row the master's row of the scoreboard
	 * @param events where to tell what happens
	 */
	public HandoffLoop(SchedulingSettings settings, ControlLoop loop, Intakes intakes, ScoreboardRow row,
			Consumer<ClusterEvent> events) {
		this.loop = loop;
		this.intakes = intakes;
		this.row = row;
		this.events = events;
		this.recipients = new ClusterConnections(settings, loop);
		this.scheduler = settings.newScheduler();
	}

	/**
	 * Start to beat.
	 * @return this
	 */
	public HandoffLoop start() {
		this.loop.execute(this::beat);
		return this;
	}

	private void beat() {
		if (!this.closed) {
			this.row.beat();
			takeBackLate();
			this.loop.schedule(BEAT, this::beat);
		}
	}

	/**
	 * A worker that stands still answers for nothing, and its clients wait.
	 */
	private void takeBackLate() {
		this.recipients.settle();
		Duration late = (this.scheduler.patience() == Patience.WAITS) ? PendingConnection.PATIENCE : LATE;
		long since = this.loop.nanoTime() - late.toNanos();
		for (WorkerConnections recipient : this.recipients.all()) {
			for (int sequence : recipient.late(since)) {
				recipient.unanswered(sequence)
					.ifPresent(
							(unanswered) -> unanswered.dispatcher().late(recipient, sequence, unanswered.connection()));
			}
		}
	}

	@Override
	public void open(String key, ListeningSocket socket) {
		InetSocketAddress address = socket.localAddress();
		if (address == null) {
			throw new IllegalArgumentException("%s: not at an address of the internet".formatted(key));
		}
		Handle listener = socket.handle().duplicate();
		this.loop.execute(() -> {
			if (this.closed || this.dispatchers.containsKey(key)) {
				listener.close();
				return;
			}
			this.dispatchers.put(key, new ConnectionDispatcher(key, address, this.recipients, this.scheduler, this.loop,
					this.events, (target) -> this.intakes.open(listener, target)));
		});
	}

	@Override
	public void listens(WorkerConnections recipient, String key) {
		this.loop.execute(() -> {
			ConnectionDispatcher dispatcher = this.dispatchers.get(key);
			if (dispatcher != null) {
				dispatcher.listens(this.recipients.add(recipient));
			}
		});
	}

	@Override
	public void closes(int workerId, String key) {
		this.loop.execute(() -> {
			ConnectionDispatcher dispatcher = this.dispatchers.get(key);
			if (dispatcher != null) {
				dispatcher.leaves(workerId);
			}
		});
	}

	@Override
	public void drains(int workerId) {
		this.loop.execute(() -> leaves(workerId));
	}

	private void leaves(int workerId) {
		this.dispatchers.values().forEach((dispatcher) -> dispatcher.leaves(workerId));
	}

	@Override
	public void gone(int workerId) {
		this.loop.execute(() -> {
			leaves(workerId);
			this.recipients.remove(workerId)
				.ifPresent((recipient) -> recipient.takeBack()
					.forEach((unanswered) -> unanswered.dispatcher().returned(unanswered.connection())));
		});
	}

	@Override
	public void answered(int workerId, int sequence, Answer answer) {
		this.loop.execute(() -> this.recipients.find(workerId).ifPresent((recipient) -> {
			recipient.answered(sequence).ifPresent((unanswered) -> answered(recipient, unanswered, answer));
			this.dispatchers.values().forEach((dispatcher) -> dispatcher.offerWaitingTo(recipient));
		}));
	}

	private static void answered(WorkerConnections recipient, Unanswered unanswered, Answer answer) {
		switch (answer) {
			case TAKEN -> unanswered.dispatcher().taken(recipient, unanswered.connection());
			case DECLINED -> unanswered.dispatcher().declined(recipient, unanswered.connection());
		}
	}

	@Override
	public void close() {
		this.loop.execute(() -> {
			this.closed = true;
			this.dispatchers.values().forEach(ConnectionDispatcher::close);
			this.dispatchers.clear();
			this.recipients.all()
				.forEach((recipient) -> recipient.takeBack().forEach((unanswered) -> unanswered.connection().taken()));
		});
	}

	/**
	 * What opens intakes.
	 */
	@FunctionalInterface
	public interface Intakes {

		/**
		 * Open an intake, on the accept loop.
		 * @param listener the listening socket, owned by the intake from now on
		 * @param target who gets the connections
		 * @return the intake
		 */
		ConnectionSource open(Handle listener, Acceptor.Target target);

	}

}
