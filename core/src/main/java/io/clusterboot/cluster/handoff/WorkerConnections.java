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

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.Candidate;
import io.clusterboot.cluster.scoreboard.ConnectionOffers;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;

/**
 * The connections that the master has sent to one worker and the worker has not answered
 * yet, and what the worker can still take. Confined to the accept loop from the moment it
 * is passed to the {@link Handoff}.
 */
public final class WorkerConnections {

	/**
	 * How many unanswered connections a JVM may have.
	 */
	static final int WINDOW = ConnectionOffers.CAPACITY;

	/**
	 * Time for an answer. A worker that takes longer gets no more connections until it
	 * answers: it is stopped, or its event loop is blocked.
	 */
	static final Duration PROMPT_ANSWER = Duration.ofMillis(100);

	private final int workerId;

	private final int slot;

	private final ScoreboardRow row;

	private final WorkerLink link;

	private final OpenOffers offers;

	private final Map<Integer, AssignedConnection> unanswered = new LinkedHashMap<>();

	/**
	 * The messages whose connections were assigned to other workers.
	 */
	private final Set<Integer> withdrawn = new HashSet<>();

	private int congested;

	private boolean corked;

	private long beatsWhenAssigned;

	/**
	 * Create a new instance.
	 * @param workerId the worker id
	 * @param slot its slot
	 * @param row its row of the scoreboard
	 * @param link its channel
	 */
	public WorkerConnections(int workerId, int slot, ScoreboardRow row, WorkerLink link) {
		this.workerId = workerId;
		this.slot = slot;
		this.row = row;
		this.offers = new OpenOffers(row.offers());
		this.link = link;
	}

	public int workerId() {
		return this.workerId;
	}

	/**
	 * Return the number of connections the worker has, including those on their way to
	 * it.
	 */
	long connections() {
		return this.row.reservedConnections() + this.unanswered.size();
	}

	Candidate candidate() {
		ScoreboardEntry entry = this.row.read();
		return new Candidate(this.workerId, this.slot, connections(), entry.requestsInFlight());
	}

	/**
	 * Return whether the worker can take one more connection right now.
	 * @param limit how many it may have
	 * @param now the time
	 */
	boolean takesMore(long limit, long now) {
		return this.withdrawn.isEmpty() && answersPromptly(now) && hasRoom(limit);
	}

	private boolean answersPromptly(long now) {
		return this.unanswered.isEmpty()
				|| now - this.unanswered.values().iterator().next().sinceNanos() < PROMPT_ANSWER.toNanos();
	}

	private boolean hasRoom(long limit) {
		int window = (this.link.peer() == Peer.NODE) ? 1 : WINDOW;
		return this.congested == 0 && this.unanswered.size() < window
				&& (limit == SchedulingSettings.UNLIMITED || connections() < limit);
	}

	/**
	 * Return whether the worker will take one more connection, though it is slow. A
	 * worker that has not beaten since the last one was sent is stopped.
	 * @param limit how many it may have
	 */
	boolean canTakeAsLastResort(long limit) {
		return this.row.heartbeat() != this.beatsWhenAssigned && hasRoom(limit);
	}

	/**
	 * Send the worker a connection, and keep it until the worker answers. Connections
	 * sent in the same turn of the loop leave in one write.
	 * @param sequence the sequence number of the message
	 * @param key the name of the socket it was accepted on
	 * @param dispatcher the dispatcher that sends it
	 * @return the state of the message
	 */
	Sent assign(ControlLoop loop, int sequence, String key, PendingConnection connection,
			ConnectionDispatcher dispatcher) {
		if (!this.corked) {
			this.corked = true;
			this.link.cork();
			loop.execute(() -> {
				this.corked = false;
				this.link.uncork();
			});
		}
		this.beatsWhenAssigned = this.row.heartbeat();
		long offer = this.offers.open();
		this.unanswered.put(sequence, new AssignedConnection(connection, dispatcher, loop.nanoTime(), offer));
		return this.link.send(new Envelope(sequence, null, new NewConnection(key, offer)), connection.handle());
	}

	/**
	 * Send nothing more, as the channel is full, until {@link #congestionEnded()}.
	 */
	void congested() {
		this.congested++;
	}

	void congestionEnded() {
		this.congested--;
	}

	/**
	 * Release the connections that the worker has claimed since the last call: it serves
	 * them, and sends no answer for them. Workers claim in order, so this stops at the
	 * first one that is not claimed.
	 */
	void releaseClaimed() {
		Iterator<AssignedConnection> oldest = this.unanswered.values().iterator();
		while (oldest.hasNext()) {
			AssignedConnection next = oldest.next();
			if (!this.offers.isClaimed(next)) {
				return;
			}
			oldest.remove();
			this.offers.close(next);
			next.dispatcher().taken(this, next.connection());
		}
	}

	/**
	 * Return whether the worker may claim a connection any moment: it was offered some
	 * and is not late.
	 * @param now the time
	 */
	boolean isClaiming(long now) {
		return !this.unanswered.isEmpty() && this.offers.isClaiming() && answersPromptly(now);
	}

	/**
	 * Take a connection that the worker answered for.
	 * @return the connection, empty if there is none, or no longer
	 */
	Optional<AssignedConnection> answered(int sequence) {
		this.withdrawn.remove(sequence);
		return remove(sequence);
	}

	/**
	 * Take back a connection that did not reach the worker.
	 * @return the connection, empty if the worker has it, or has answered
	 */
	Optional<AssignedConnection> failed(int sequence) {
		AssignedConnection connection = this.unanswered.get(sequence);
		return (connection != null && this.offers.withdraw(connection)) ? remove(sequence) : Optional.empty();
	}

	/**
	 * Take back a connection that the worker has not claimed. The worker gets no others
	 * until its late answer for this one arrives.
	 * @return the connection, empty if the worker has it
	 */
	Optional<AssignedConnection> withdraw(int sequence) {
		Optional<AssignedConnection> connection = failed(sequence);
		connection.ifPresent((one) -> this.withdrawn.add(sequence));
		return connection;
	}

	/**
	 * Return the connections that are unanswered for too long and can be withdrawn.
	 * @param since connections sent at this time or later are not late
	 * @return the sequence numbers of the messages, the oldest first
	 */
	List<Integer> late(long since) {
		if (!this.offers.isClaiming()) {
			return List.of();
		}
		return this.unanswered.entrySet()
			.stream()
			.takeWhile((entry) -> entry.getValue().sinceNanos() - since < 0)
			.map(Map.Entry::getKey)
			.toList();
	}

	/**
	 * Return a connection that the worker has not answered for.
	 */
	Optional<AssignedConnection> unanswered(int sequence) {
		return Optional.ofNullable(this.unanswered.get(sequence));
	}

	/**
	 * Take all connections from a worker that is gone. Those it has claimed have ended
	 * with it.
	 * @return those it has not claimed
	 */
	List<AssignedConnection> withdrawAll() {
		List<AssignedConnection> unclaimed = new ArrayList<>();
		for (AssignedConnection connection : this.unanswered.values()) {
			if (this.offers.withdraw(connection)) {
				unclaimed.add(connection);
			}
			else {
				connection.connection().taken();
			}
		}
		this.unanswered.clear();
		return unclaimed;
	}

	private Optional<AssignedConnection> remove(int sequence) {
		AssignedConnection connection = this.unanswered.remove(sequence);
		if (connection != null) {
			this.offers.close(connection);
		}
		return Optional.ofNullable(connection);
	}

}
