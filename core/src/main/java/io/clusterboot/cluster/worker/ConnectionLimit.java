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
 * How many connections this worker may have open at a time, over all of its servers, and
 * how many all workers may have. Each tells the others by the scoreboard how many it has.
 * <p>
 * May be used from any thread.
 */
public final class ConnectionLimit implements HeartbeatObserver {

	private static final long UNLIMITED = Long.MAX_VALUE;

	private final ScoreboardView scoreboard;

	private final long perWorker;

	private final long perCluster;

	private final AtomicLong open = new AtomicLong();

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	private volatile boolean awaitsTheCluster;

	/**
	 * Create a new instance.
	 * @param scoreboard the rows of this worker and of the others
	 * @param perWorker how many connections this worker may have, 0 for as many as there
	 * are
	 * @param perCluster how many all workers may have, 0 for as many as there are
	 */
	public ConnectionLimit(ScoreboardView scoreboard, long perWorker, long perCluster) {
		this.scoreboard = scoreboard;
		this.perWorker = limit("connections of a worker", perWorker);
		this.perCluster = limit("connections of the cluster", perCluster);
	}

	private static long limit(String of, long value) {
		if (value < 0) {
			throw new IllegalArgumentException("max %s: %d (expected: >= 0)".formatted(of, value));
		}
		return (value != 0) ? value : UNLIMITED;
	}

	/**
	 * Take the place of a connection that the master accepted, which has looked whether
	 * the cluster may have it.
	 * @return {@code false} if there is none left in this worker
	 */
	public boolean enter() {
		if (this.open.incrementAndGet() > this.perWorker) {
			this.open.decrementAndGet();
			return false;
		}
		this.scoreboard.own().placeTaken();
		return true;
	}

	/**
	 * Take the place of a connection before it is accepted, as nobody could give it back.
	 * @return {@code false} if there is none left in this worker, or in the cluster
	 */
	public boolean reserve() {
		if (!enter()) {
			return false;
		}
		if (this.perCluster != UNLIMITED) {
			// Of two workers that want the last place, one at least has to see the other
			VarHandle.fullFence();
			if (taken() > this.perCluster) {
				leave();
				return false;
			}
		}
		return true;
	}

	/**
	 * Give the place of one connection back.
	 */
	public void leave() {
		boolean wasReached = this.open.getAndDecrement() >= this.perWorker;
		this.scoreboard.own().placeLeft();
		if (wasReached) {
			this.watchers.forEach(Runnable::run);
		}
		else {
			lookAtTheCluster();
		}
	}

	/**
	 * Return whether there is no place left in this worker.
	 * @return whether its limit is reached
	 */
	public boolean isReached() {
		return this.open.get() >= this.perWorker;
	}

	/**
	 * Return whether there is no place left in the cluster. Who watches hears when that
	 * is over: at once if it is this worker's doing, else at the next heartbeat.
	 * @return whether the limit of all workers is reached
	 */
	public boolean isReachedByAll() {
		if (this.perCluster == UNLIMITED || taken() < this.perCluster) {
			return false;
		}
		this.awaitsTheCluster = true;
		return true;
	}

	private long taken() {
		long taken = this.scoreboard.own().places();
		for (ScoreboardRow other : this.scoreboard.others()) {
			taken += other.places();
		}
		return taken;
	}

	private void lookAtTheCluster() {
		if (this.awaitsTheCluster && taken() < this.perCluster) {
			this.awaitsTheCluster = false;
			this.watchers.forEach(Runnable::run);
		}
	}

	@Override
	public void beaten(long now, long pausedNanos) {
		lookAtTheCluster();
	}

	/**
	 * Hear that there may be a place again.
	 * @param watcher whom to call, without blocking; on any thread
	 */
	public void watch(Runnable watcher) {
		this.watchers.add(watcher);
	}

	/**
	 * Hear nothing any more.
	 * @param watcher whom not to call any more
	 */
	public void unwatch(Runnable watcher) {
		this.watchers.remove(watcher);
	}

}
