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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.scheduling.ConnectionScheduler.Candidate;
import io.clusterboot.cluster.scoreboard.ScoreboardEntry;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;

/**
 * A worker as one that can be given connections, with those it has not answered yet.
 * Confined to the accept loop once it was handed to it.
 */
final class Recipient {

	/**
	 * How many connections a JVM may be given before it answers the first.
	 */
	static final int WINDOW = 64;

	/**
	 * A worker that takes longer for an answer gets no more connections until it is
	 * there: it is stopped, or its event loop is blocked.
	 */
	static final Duration PROMPT = Duration.ofMillis(100);

	private final int workerId;

	private final int slot;

	private final ScoreboardRow row;

	private final WorkerProcess process;

	private final Map<Integer, Unanswered> unanswered = new LinkedHashMap<>();

	private int congested;

	private long beatsWhenGiven;

	/**
	 * Create a new instance.
	 * @param workerId the worker id
	 * @param slot its slot
	 * @param row its row of the scoreboard
	 * @param process its process
	 */
	Recipient(int workerId, int slot, ScoreboardRow row, WorkerProcess process) {
		this.workerId = workerId;
		this.slot = slot;
		this.row = row;
		this.process = process;
	}

	int workerId() {
		return this.workerId;
	}

	/**
	 * Return how many connections the worker has, with those on their way to it.
	 * @return the number
	 */
	long connections() {
		return this.row.places() + this.unanswered.size();
	}

	Candidate candidate() {
		ScoreboardEntry entry = this.row.read();
		return new Candidate(this.workerId, this.slot, connections(), entry.requestsInFlight());
	}

	/**
	 * Return whether the worker can be given one more connection right now.
	 * @param limit how many it may have
	 * @param now the time
	 * @return whether it can
	 */
	boolean takesMore(long limit, long now) {
		return answersPromptly(now) && hasRoom(limit);
	}

	private boolean answersPromptly(long now) {
		return this.unanswered.isEmpty()
				|| now - this.unanswered.values().iterator().next().sinceNanos() < PROMPT.toNanos();
	}

	private boolean hasRoom(long limit) {
		int window = (this.process.peer() == Peer.NODE) ? 1 : WINDOW;
		return this.congested == 0 && this.unanswered.size() < window
				&& (limit == SchedulingSettings.UNLIMITED || connections() < limit);
	}

	/**
	 * Return whether the worker will take one more connection, though it is slow. One
	 * that has not made any progress since it was given the last one is stopped.
	 * @param limit how many it may have
	 * @return whether it will
	 */
	boolean takesMoreInTheEnd(long limit) {
		return this.row.heartbeat() != this.beatsWhenGiven && hasRoom(limit);
	}

	/**
	 * Give the worker a connection, which is kept until it answers.
	 * @param sequence the number of the message
	 * @param message the message
	 * @param connection the connection
	 * @return what became of the message
	 */
	Sent give(int sequence, ClusterMessage message, Unanswered connection) {
		this.beatsWhenGiven = this.row.heartbeat();
		this.unanswered.put(sequence, connection);
		return this.process.send(new Envelope(sequence, null, message), connection.connection().handle());
	}

	/**
	 * Remember that the channel takes no more, until {@link #relieved()}.
	 */
	void congested() {
		this.congested++;
	}

	void relieved() {
		this.congested--;
	}

	/**
	 * Take back a connection that the worker answered for.
	 * @param sequence the number of the message
	 * @return the connection, empty if there is none
	 */
	Optional<Unanswered> answered(int sequence) {
		return Optional.ofNullable(this.unanswered.remove(sequence));
	}

	/**
	 * Take back all connections that the worker did not answer for.
	 * @return the connections
	 */
	List<Unanswered> takeBack() {
		List<Unanswered> all = List.copyOf(this.unanswered.values());
		this.unanswered.clear();
		return all;
	}

	/**
	 * A connection the worker was given.
	 *
	 * @param connection the connection
	 * @param dispatcher who gave it
	 * @param sinceNanos when
	 */
	record Unanswered(PendingConnection connection, ConnectionDispatcher dispatcher, long sinceNanos) {

	}

}
