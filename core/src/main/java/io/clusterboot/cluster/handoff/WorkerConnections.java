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
import java.util.BitSet;
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
 * A worker as one that can be given connections, with those it has not answered yet.
 * Confined to the accept loop once it was handed to it.
 */
public final class WorkerConnections {

	/**
	 * How many connections a JVM may be given before it answers the first.
	 */
	static final int WINDOW = ConnectionOffers.PLACES;

	/**
	 * A worker that takes longer for an answer gets no more connections until it is
	 * there: it is stopped, or its event loop is blocked.
	 */
	static final Duration PROMPT = Duration.ofMillis(100);

	private final int workerId;

	private final int slot;

	private final ScoreboardRow row;

	private final WorkerLink link;

	private final ConnectionOffers offers;

	private final Map<Integer, Unanswered> unanswered = new LinkedHashMap<>();

	/**
	 * The messages whose connections others have by now.
	 */
	private final Set<Integer> withdrawn = new HashSet<>();

	/**
	 * The places of the offers that are open.
	 */
	private final BitSet places = new BitSet();

	private long rounds;

	private int congested;

	private boolean corked;

	private long beatsWhenGiven;

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
		this.offers = row.offers();
		this.link = link;
	}

	public int workerId() {
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
		return this.withdrawn.isEmpty() && answersPromptly(now) && hasRoom(limit);
	}

	private boolean answersPromptly(long now) {
		return this.unanswered.isEmpty()
				|| now - this.unanswered.values().iterator().next().sinceNanos() < PROMPT.toNanos();
	}

	private boolean hasRoom(long limit) {
		int window = (this.link.peer() == Peer.NODE) ? 1 : WINDOW;
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
	 * Give the worker a connection, which is kept until it answers. It leaves together
	 * with those that are given in the same turn of the loop.
	 * @param loop the loop
	 * @param sequence the number of the message
	 * @param key the name of the socket it was accepted on
	 * @param connection the connection
	 * @param dispatcher who gives it
	 * @return what became of the message
	 */
	Sent give(ControlLoop loop, int sequence, String key, PendingConnection connection,
			ConnectionDispatcher dispatcher) {
		if (!this.corked) {
			this.corked = true;
			this.link.cork();
			loop.execute(() -> {
				this.corked = false;
				this.link.uncork();
			});
		}
		this.beatsWhenGiven = this.row.heartbeat();
		long offer = this.offers.isClaiming() ? open() : NewConnection.UNCONDITIONAL;
		this.unanswered.put(sequence, new Unanswered(connection, dispatcher, loop.nanoTime(), offer));
		return this.link.send(new Envelope(sequence, null, new NewConnection(key, offer)), connection.handle());
	}

	private long open() {
		int place = this.places.nextClearBit(0);
		this.places.set(place);
		long offer = this.rounds++ * ConnectionOffers.PLACES + place;
		this.offers.open(offer);
		return offer;
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
	 * Let go of the connections that the worker has claimed since it was looked last: it
	 * serves them, and sends nothing for them. The oldest come first, and one that is not
	 * claimed yet is the end of it.
	 */
	void settle() {
		Iterator<Unanswered> oldest = this.unanswered.values().iterator();
		while (oldest.hasNext()) {
			Unanswered next = oldest.next();
			if (next.offer() == NewConnection.UNCONDITIONAL || !this.offers.isClaimed(next.offer())) {
				return;
			}
			oldest.remove();
			close(next.offer());
			next.dispatcher().taken(this, next.connection());
		}
	}

	/**
	 * Return whether the worker was offered connections and is not late.
	 * @param now the time
	 * @return whether it may claim one any moment
	 */
	boolean isClaiming(long now) {
		return !this.unanswered.isEmpty() && this.offers.isClaiming() && answersPromptly(now);
	}

	/**
	 * Take a connection that the worker answered for.
	 * @param sequence the number of the message
	 * @return the connection, empty if there is none, or no longer
	 */
	Optional<Unanswered> answered(int sequence) {
		this.withdrawn.remove(sequence);
		return remove(sequence);
	}

	/**
	 * Take back a connection that did not reach the worker.
	 * @param sequence the number of the message
	 * @return the connection, empty if the worker has it, or has answered
	 */
	Optional<Unanswered> failed(int sequence) {
		Unanswered connection = this.unanswered.get(sequence);
		return (connection != null && isWithdrawn(connection)) ? remove(sequence) : Optional.empty();
	}

	/**
	 * Take back a connection that the worker has not claimed. It gets no others before it
	 * answers, too late, for this one.
	 * @param sequence the number of the message
	 * @return the connection, empty if the worker has it
	 */
	Optional<Unanswered> withdraw(int sequence) {
		Optional<Unanswered> connection = failed(sequence);
		connection.ifPresent((one) -> this.withdrawn.add(sequence));
		return connection;
	}

	/**
	 * Return the connections that the worker has not answered for and could give back.
	 * @param since from when on they are not meant
	 * @return the numbers of the messages, the oldest first
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
	 * @param sequence the number of the message
	 * @return the connection, empty if it was answered
	 */
	Optional<Unanswered> unanswered(int sequence) {
		return Optional.ofNullable(this.unanswered.get(sequence));
	}

	/**
	 * Take all connections from a worker that is gone. Those it has claimed have ended
	 * with it.
	 * @return those that it has not
	 */
	List<Unanswered> takeBack() {
		List<Unanswered> unclaimed = new ArrayList<>();
		for (Unanswered connection : this.unanswered.values()) {
			if (isWithdrawn(connection)) {
				unclaimed.add(connection);
			}
			else {
				connection.connection().taken();
			}
		}
		this.unanswered.clear();
		return unclaimed;
	}

	private boolean isWithdrawn(Unanswered connection) {
		return connection.offer() == NewConnection.UNCONDITIONAL || this.offers.withdraw(connection.offer());
	}

	private Optional<Unanswered> remove(int sequence) {
		Unanswered connection = this.unanswered.remove(sequence);
		if (connection != null && connection.offer() != NewConnection.UNCONDITIONAL) {
			close(connection.offer());
		}
		return Optional.ofNullable(connection);
	}

	private void close(long offer) {
		this.places.clear((int) (offer % ConnectionOffers.PLACES));
	}

	/**
	 * A connection the worker was given.
	 *
	 * @param connection the connection
	 * @param dispatcher who gave it
	 * @param sinceNanos when
	 * @param offer the number of the offer, or {@link NewConnection#UNCONDITIONAL}
	 */
	record Unanswered(PendingConnection connection, ConnectionDispatcher dispatcher, long sinceNanos, long offer) {

	}

}
