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
 * Decides, in a worker that accepts on a socket together with others, whether it has had
 * more than its share, so that it leaves the next connection to them.
 * <p>
 * Open connections are compared first; where they do not differ clearly, the number of
 * turns each worker has had decides. A worker that starts later begins with the number of
 * the others, and a worker that was away or slow is owed a bounded number, so that it is
 * not flooded when it returns: in both cases it adds turns it has not had to its own row.
 * All workers compare the same counters, so two workers never wait for each other.
 * Workers that do not beat do not count.
 * <p>
 * The rows of the other workers are polled at each beat of the {@link Heartbeat}, every
 * 100 ms, for the workers that accept, and before each accept for their counters: shared
 * memory has no events.
 * <p>
 * May be used from any thread.
 */
public final class FairShare implements HeartbeatObserver {

	/**
	 * Time after its last beat for which another worker counts as alive.
	 */
	private static final Duration ALIVE = Duration.ofMillis(500);

	/**
	 * Largest number of turns a worker may be ahead. With less, workers that accept
	 * thousands a second would wait for each other too often.
	 */
	private static final int LARGEST_LEAD = 32;

	/**
	 * Number of connections between two heartbeats that allows a lead of one more.
	 */
	private static final int PER_LEAD = 256;

	/**
	 * Smallest difference of open connections that is a clear one.
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
	 * Show the other workers that a server of this worker accepts.
	 */
	public void begin() {
		if (this.listeners.getAndIncrement() == 0) {
			this.scoreboard.others().stream().filter(ScoreboardRow::isAccepting).forEach((other) -> catchUp(other, 0));
			this.scoreboard.own().beginAccepting();
		}
	}

	/**
	 * Show the other workers that a server no longer accepts. To be called once for each
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
	 * Return whether other workers accept on the socket too.
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
				// The connections left to the other are not owed to this worker later
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

	/**
	 * Give up turns, so that this worker is owed at most a number. The event loop and the
	 * thread of the heartbeat must not both give up the same turns.
	 */
	private synchronized void catchUp(ScoreboardRow other, int debt) {
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
