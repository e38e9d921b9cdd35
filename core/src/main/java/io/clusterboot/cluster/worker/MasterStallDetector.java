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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Detects, in a worker, that a master that hands connections over has stalled: the master
 * beats in its row of the scoreboard while it accepts. A master that has never beaten
 * hands nothing over and does not count as stalled.
 * <p>
 * The row is polled at each beat of the worker's {@link Heartbeat}, every 100 ms, since
 * shared memory has no events, and a master that has stalled can send no message.
 * <p>
 * May be used from any thread; watchers are called on the thread of the heartbeat.
 */
public final class MasterStallDetector implements HeartbeatObserver {

	/**
	 * Time without a beat after which the master counts as stalled; it beats every 50 ms.
	 */
	public static final Duration STALL_TIME = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(MasterStallDetector.class);

	private final ScoreboardRow master;

	private final long stallTime;

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	private long seen;

	private long lastChange;

	private volatile boolean stalled;

	/**
	 * Create a new instance.
	 * @param master the row of the master
	 */
	public MasterStallDetector(ScoreboardRow master) {
		this(master, STALL_TIME);
	}

	MasterStallDetector(ScoreboardRow master, Duration stallTime) {
		this.master = master;
		this.stallTime = stallTime.toNanos();
	}

	/**
	 * Return whether the master has handed connections over and no longer does.
	 * @return {@code true} from 500 ms after its last beat until its next
	 */
	public boolean isStalled() {
		return this.stalled;
	}

	/**
	 * Add a watcher of {@link #isStalled()}.
	 * @param watcher called at each change; must not block
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

	@Override
	public void beaten(long now, long pausedNanos) {
		long beats = this.master.heartbeat();
		if (beats != this.seen) {
			this.seen = beats;
			this.lastChange = now;
			change(false);
		}
		else if (beats != 0) {
			// What stopped this process may have stopped the master as well
			this.lastChange += pausedNanos;
			if (now - this.lastChange > this.stallTime) {
				change(true);
			}
		}
	}

	private void change(boolean stalled) {
		if (this.stalled == stalled) {
			return;
		}
		this.stalled = stalled;
		// A worker that does not listen yet accepts nothing either
		if (!this.watchers.isEmpty()) {
			if (stalled) {
				logger.warn("Master stalled for {} ms; this worker accepts connections itself until the master is back",
						TimeUnit.NANOSECONDS.toMillis(this.stallTime));
			}
			else {
				logger.info("Master is back; it hands connections over again");
			}
		}
		this.watchers.forEach(Runnable::run);
	}

}
