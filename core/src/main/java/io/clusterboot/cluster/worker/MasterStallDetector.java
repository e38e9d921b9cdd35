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

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells whether a master that hands connections over still does: it beats in its row as
 * long as it accepts. A master that has never beaten hands nothing over, and nothing
 * follows from its silence.
 * <p>
 * May be used from any thread; whoever watches is called on the thread of the heartbeat.
 */
public final class MasterStallDetector implements HeartbeatObserver {

	/**
	 * How long the master may be silent; it beats every 50 ms.
	 */
	public static final Duration PATIENCE = Duration.ofMillis(500);

	private static final Logger logger = LoggerFactory.getLogger(MasterStallDetector.class);

	private final ScoreboardRow master;

	private final long patience;

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	private long seen;

	private long lastChange;

	private volatile boolean stalled;

	/**
	 * Create a new instance.
	 * @param master the row of the master
	 */
	public MasterStallDetector(ScoreboardRow master) {
		this(master, PATIENCE);
	}

	MasterStallDetector(ScoreboardRow master, Duration patience) {
		this.master = master;
		this.patience = patience.toNanos();
	}

	/**
	 * Return whether the master has handed connections over and no longer does.
	 * @return {@code true} from 500 ms after its last beat until its next
	 */
	public boolean isStalled() {
		return this.stalled;
	}

	/**
	 * Hear of each change of {@link #isStalled()}.
	 * @param watcher whom to call, without blocking
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
			if (now - this.lastChange > this.patience) {
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
				logger.warn("The master hands nothing over any more; this worker accepts by itself until it does");
			}
			else {
				logger.info("The master hands connections over again");
			}
		}
		this.watchers.forEach(Runnable::run);
	}

}
