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
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.WhenBusy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.socket.ListeningSocket;
import io.clusterboot.handle.Handle;

/**
 * Accepts on the master's sockets and gives the connections to the workers, on a loop of
 * its own.
 */
public final class HandoffLoop implements Handoff {

	/**
	 * How often the master beats in its row of the scoreboard and looks for late answers.
	 * Both are periodic, since shared memory has no events: workers compare the beat with
	 * their clock and accept by themselves when it stops, and only the clock shows that a
	 * worker does not answer.
	 */
	static final Duration BEAT = Duration.ofMillis(50);

	/**
	 * Longest time a worker may take to answer for a connection before it is withdrawn
	 * for another worker that can take it.
	 */
	static final Duration LATE_ANSWER = Duration.ofMillis(250);

	private final ControlLoop loop;

	private final ConnectionSource.Factory sources;

	private final Consumer<ClusterEvent> events;

	private final ScoreboardRow row;

	private final ClusterConnections cluster;

	private final ConnectionScheduler scheduler;

	private final Map<String, ConnectionDispatcher> dispatchers = new HashMap<>();

	private boolean closed;

	/**
	 * Create a new instance.
	 * @param settings how connections reach the workers
	 * @param loop the accept loop
	 * @param sources opens what accepts on a socket
	 * @param row the master's row of the scoreboard
	 * @param events receives what happens
	 */
	public HandoffLoop(SchedulingSettings settings, ControlLoop loop, ConnectionSource.Factory sources,
			ScoreboardRow row, Consumer<ClusterEvent> events) {
		this.loop = loop;
		this.sources = sources;
		this.row = row;
		this.events = events;
		this.cluster = new ClusterConnections(settings, loop);
		this.scheduler = settings.newScheduler();
	}

	/**
	 * Start to beat.
	 * @return this loop
	 */
	public HandoffLoop start() {
		this.loop.execute(this::beat);
		return this;
	}

	private void beat() {
		if (!this.closed) {
			this.row.beat();
			withdrawLate();
			this.loop.schedule(BEAT, this::beat);
		}
	}

	/**
	 * Withdraw the connections of a worker that has stalled, so that their clients need
	 * not wait for it.
	 */
	private void withdrawLate() {
		this.cluster.releaseClaimed();
		Duration late = (this.scheduler.whenBusy() == WhenBusy.WAIT) ? PendingConnection.MAX_WAIT : LATE_ANSWER;
		long since = this.loop.nanoTime() - late.toNanos();
		for (WorkerConnections worker : this.cluster.all()) {
			for (int sequence : worker.late(since)) {
				worker.unanswered(sequence)
					.ifPresent((unanswered) -> unanswered.dispatcher().late(worker, sequence, unanswered.connection()));
			}
		}
	}

	@Override
	public void open(String key, ListeningSocket socket) {
		InetSocketAddress address = socket.localAddress();
		if (address == null) {
			throw new IllegalArgumentException("%s: not an internet address".formatted(key));
		}
		Handle listener = socket.handle().duplicate();
		this.loop.execute(() -> {
			if (this.closed || this.dispatchers.containsKey(key)) {
				listener.close();
				return;
			}
			this.dispatchers.put(key, new ConnectionDispatcher(key, address, this.cluster, this.scheduler, this.loop,
					this.events, (target) -> this.sources.open(listener, target)));
		});
	}

	@Override
	public void workerListening(WorkerConnections worker, String key) {
		this.loop.execute(() -> {
			ConnectionDispatcher dispatcher = this.dispatchers.get(key);
			if (dispatcher != null) {
				dispatcher.startAssigning(this.cluster.add(worker));
			}
		});
	}

	@Override
	public void serverClosed(int workerId, String key) {
		this.loop.execute(() -> {
			ConnectionDispatcher dispatcher = this.dispatchers.get(key);
			if (dispatcher != null) {
				dispatcher.stopAssigning(workerId);
			}
		});
	}

	@Override
	public void workerDraining(int workerId) {
		this.loop.execute(() -> stopAssigning(workerId));
	}

	private void stopAssigning(int workerId) {
		this.dispatchers.values().forEach((dispatcher) -> dispatcher.stopAssigning(workerId));
	}

	@Override
	public void workerDisconnected(int workerId) {
		this.loop.execute(() -> {
			stopAssigning(workerId);
			this.cluster.remove(workerId)
				.ifPresent((worker) -> worker.withdrawAll()
					.forEach((unanswered) -> unanswered.dispatcher().reassign(unanswered.connection())));
		});
	}

	@Override
	public void answered(int workerId, int sequence, Answer answer) {
		this.loop.execute(() -> this.cluster.find(workerId).ifPresent((worker) -> {
			worker.answered(sequence).ifPresent((unanswered) -> answered(worker, unanswered, answer));
			this.dispatchers.values().forEach((dispatcher) -> dispatcher.dispatchWaitingTo(worker));
		}));
	}

	private static void answered(WorkerConnections worker, AssignedConnection unanswered, Answer answer) {
		switch (answer) {
			case TAKEN -> unanswered.dispatcher().taken(worker, unanswered.connection());
			case DECLINED -> unanswered.dispatcher().declined(worker, unanswered.connection());
		}
	}

	@Override
	public void socketClosed(String key) {
		this.loop.execute(() -> {
			ConnectionDispatcher dispatcher = this.dispatchers.remove(key);
			if (dispatcher != null) {
				dispatcher.close();
			}
		});
	}

	@Override
	public void stopAccepting(Executor executor, Runnable whenDone) {
		this.loop.execute(() -> {
			try {
				this.dispatchers.values().forEach(ConnectionDispatcher::stopAccepting);
			}
			finally {
				executor.execute(whenDone);
			}
		});
	}

	@Override
	public void close() {
		this.loop.execute(() -> {
			this.closed = true;
			this.dispatchers.values().forEach(ConnectionDispatcher::close);
			this.dispatchers.clear();
			this.cluster.all()
				.forEach((worker) -> worker.withdrawAll().forEach((unanswered) -> unanswered.connection().taken()));
		});
	}

}
