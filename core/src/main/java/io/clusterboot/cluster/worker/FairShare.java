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

package io.clusterboot.cluster.worker;

import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;

/**
 * Tells a worker that accepts on a socket together with others whether it has had more
 * than its share, so that it can leave the next connection to them.
 * <p>
 * What counts is how many turns each has had, and before that, where they differ clearly,
 * how many connections each has open. Who comes later begins where the others are, and
 * who was away or slow is owed a bounded number, so that it is not flooded when it is
 * back: in both cases it writes turns it has not had into its own row. All so compare the
 * same numbers, and two never wait for each other. Others that don't beat don't count.
 * <p>
 * May be used from any thread.
 */
public final class FairShare implements HeartbeatObserver {

	/**
	 * How long another is taken for alive after its last beat.
	 */
	private static final Duration ALIVE = Duration.ofMillis(500);

	/**
	 * How many connections a worker may be ahead at most. Workers that accept thousands a
	 * second would wait for each other too often with less.
	 */
	private static final int LARGEST_LEAD = 32;

	/**
	 * How many connections between two heartbeats allow for a lead of one more.
	 */
	private static final int PER_LEAD = 256;

	/**
	 * How many more open connections, at least, are a clear difference.
	 */
	private static final int CLEARLY_MORE = 16;

	private static final int LARGEST_DEBT = 4;

	private final ScoreboardView scoreboard;

	private final Map<ScoreboardRow, Peer> known = new IdentityHashMap<>();

	private final AtomicInteger listeners = new AtomicInteger();

	private volatile List<Peer> peers = List.of();

	private volatile long lead = 1;

	private final LongAdder taken = new LongAdder();

	private long takenBefore;

	/**
	 * Create a new instance.
	 * @param scoreboard the rows of this worker and of the others
	 */
	public FairShare(ScoreboardView scoreboard) {
		this.scoreboard = scoreboard;
	}

	/**
	 * Tell the others that a server of this worker accepts.
	 */
	public void begin() {
		if (this.listeners.getAndIncrement() == 0) {
			this.scoreboard.others().stream().filter(ScoreboardRow::isAccepting).forEach((other) -> catchUp(other, 0));
			this.scoreboard.own().beginAccepting();
		}
	}

	/**
	 * Tell the others that a server no longer accepts. To be called once for each
	 * {@link #begin()}.
	 */
	public void end() {
		if (this.listeners.decrementAndGet() == 0) {
			this.scoreboard.own().endAccepting();
		}
	}

	/**
	 * Count a connection that this worker accepted.
	 */
	public void taken() {
		this.taken.increment();
		this.scoreboard.own().turnTaken();
	}

	/**
	 * Return whether others accept on the socket too.
	 * @return whether there are others
	 */
	public boolean isShared() {
		return !this.peers.isEmpty();
	}

	/**
	 * Return whether another worker should have the next connection.
	 * @return whether this worker is ahead
	 */
	public boolean isAhead() {
		for (Peer peer : this.peers) {
			int difference = differenceOfConnections(peer.row);
			if (difference > 0) {
				// That it leaves these to the other is no reason to have others for them
				catchUp(peer.row, 0);
				return true;
			}
			if (difference == 0 && this.scoreboard.own().turns() - peer.row.turns() > this.lead) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Compare the open connections.
	 * @return more than 0 if this worker has clearly more than the other, less if it has
	 * clearly fewer
	 */
	private int differenceOfConnections(ScoreboardRow other) {
		long own = this.scoreboard.own().activeConnections();
		long its = other.activeConnections();
		return (Math.abs(own - its) > Math.max(CLEARLY_MORE, Math.min(own, its) / 4)) ? Long.compare(own, its) : 0;
	}

	private void catchUp(ScoreboardRow other, int debt) {
		this.scoreboard.own().turnsMissed(other.turns() - debt - this.scoreboard.own().turns());
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		for (ScoreboardRow row : this.scoreboard.others()) {
			this.known.computeIfAbsent(row, Peer::new).look(now);
		}
		this.peers = this.known.values().stream().filter(Peer::isPresent).toList();
		long taken = this.taken.sum();
		this.lead = Math.min(LARGEST_LEAD, 1 + (taken - this.takenBefore) / PER_LEAD);
		this.takenBefore = taken;
		this.peers.forEach((peer) -> catchUp(peer.row, LARGEST_DEBT));
	}

	/**
	 * Another worker that accepts, as this one sees it.
	 */
	private static final class Peer {

		private final ScoreboardRow row;

		private long heartbeat;

		private long beatSeen;

		private boolean present;

		Peer(ScoreboardRow row) {
			this.row = row;
			this.heartbeat = row.heartbeat();
		}

		void look(long now) {
			long beats = this.row.heartbeat();
			boolean beaten = beats != this.heartbeat;
			if (beaten) {
				this.beatSeen = now;
			}
			this.heartbeat = beats;
			this.present = this.row.isAccepting()
					&& (beaten || (this.present && now - this.beatSeen < ALIVE.toNanos()));
		}

		boolean isPresent() {
			return this.present;
		}

	}

}
