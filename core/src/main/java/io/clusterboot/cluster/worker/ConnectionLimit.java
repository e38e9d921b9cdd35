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

import java.lang.invoke.VarHandle;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.cluster.scoreboard.ScoreboardView;

/**
 * Limits the connections that this worker may have open, over all of its servers, and
 * those of all workers together. Each worker shows its number on the scoreboard.
 * <p>
 * While the limit of the cluster is reached, the rows of the other workers are polled at
 * each beat of the {@link Heartbeat}, every 100 ms, since shared memory has no event for
 * the end of another worker's connection.
 * <p>
 * May be used from any thread.
 */
public final class ConnectionLimit implements HeartbeatObserver {

	/**
	 * No limit.
	 */
	public static final long UNLIMITED = ScoreboardRow.UNLIMITED;

	private final ScoreboardView scoreboard;

	private final long perWorker;

	private final long perCluster;

	private final AtomicLong open = new AtomicLong();

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	private volatile boolean waitsForCluster;

	/**
	 * Create a new instance.
	 * @param scoreboard the rows of this worker and of the others
	 * @param perWorker how many connections this worker may have, or {@link #UNLIMITED}
	 * @param perCluster how many all workers may have, or {@link #UNLIMITED}
	 */
	public ConnectionLimit(ScoreboardView scoreboard, long perWorker, long perCluster) {
		this.scoreboard = scoreboard;
		this.perWorker = limit("connections of a worker", perWorker);
		this.perCluster = limit("connections of the cluster", perCluster);
	}

	private static long limit(String of, long value) {
		if (value < 1) {
			throw new IllegalArgumentException("max %s: %d (expected: >= 1)".formatted(of, value));
		}
		return value;
	}

	/**
	 * Count a connection that the master accepted, which has checked the limit of the
	 * cluster.
	 * @return {@code false} if the limit of this worker is reached
	 */
	public boolean enter() {
		if (this.open.incrementAndGet() > this.perWorker) {
			this.open.decrementAndGet();
			return false;
		}
		this.scoreboard.own().connectionReserved();
		return true;
	}

	/**
	 * Count a connection before it is accepted, as it could not go back to the backlog
	 * afterwards.
	 * @return {@code false} if the limit of this worker or of the cluster is reached
	 */
	public boolean reserve() {
		if (!enter()) {
			return false;
		}
		if (this.perCluster != UNLIMITED) {
			// Of two workers that reserve the last connection, at least one has to see
			// the other
			VarHandle.fullFence();
			if (taken() > this.perCluster) {
				leave();
				return false;
			}
		}
		return true;
	}

	/**
	 * Count a connection that ended, or that was reserved and did not come.
	 */
	public void leave() {
		boolean wasReached = this.open.getAndDecrement() >= this.perWorker;
		this.scoreboard.own().connectionReleased();
		if (wasReached) {
			this.watchers.forEach(Runnable::run);
		}
		else {
			checkCluster();
		}
	}

	/**
	 * Return how many connections of this worker are open, or reserved.
	 * @return how many
	 */
	public long open() {
		return this.open.get();
	}

	/**
	 * Return whether the limit of this worker is reached.
	 * @return whether it is reached
	 */
	public boolean isReached() {
		return this.open.get() >= this.perWorker;
	}

	/**
	 * Return whether the limit of the cluster is reached. If so, watchers are called when
	 * that is over: immediately if a connection of this worker ends, otherwise at the
	 * next heartbeat.
	 * @return whether it is reached
	 */
	public boolean isReachedByAll() {
		if (this.perCluster == UNLIMITED || taken() < this.perCluster) {
			return false;
		}
		this.waitsForCluster = true;
		return true;
	}

	private long taken() {
		long taken = this.scoreboard.own().reservedConnections();
		for (ScoreboardRow other : this.scoreboard.others()) {
			taken += other.reservedConnections();
		}
		return taken;
	}

	private void checkCluster() {
		if (this.waitsForCluster && taken() < this.perCluster) {
			this.waitsForCluster = false;
			this.watchers.forEach(Runnable::run);
		}
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		checkCluster();
	}

	/**
	 * Add a watcher of the limits.
	 * @param watcher called on any thread when one more connection may be possible; must
	 * not block
	 */
	public void watch(Runnable watcher) {
		this.watchers.add(watcher);
	}

	/**
	 * Remove a watcher.
	 * @param watcher the watcher
	 */
	public void unwatch(Runnable watcher) {
		this.watchers.remove(watcher);
	}

}
