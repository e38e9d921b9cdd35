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

package io.clusterboot.cluster.scoreboard;

import java.time.Instant;

/**
 * Which worker leads, in one word of shared memory: a worker that was stopped for a while
 * finds there that another one leads, before it reads any message.
 *
 * @param epoch the number of the leadership, 0 if there never was one
 * @param worker the id of the worker, 0 if none leads
 */
public record LeaderTerm(long epoch, int worker) {

	/**
	 * Nobody leads, or ever did.
	 */
	public static final LeaderTerm NONE = new LeaderTerm(0, 0);

	/**
	 * The bits for the id of a worker; the rest is the epoch.
	 */
	private static final int WORKER_BITS = 24;

	private static final long WORKER_MASK = (1L << WORKER_BITS) - 1;

	/**
	 * Return the smallest epoch of a leadership that begins at a time: hundredths of a
	 * second since 1970. So epochs grow from one master to the next.
	 * @param begin the time
	 * @return the epoch
	 */
	public static long epochAt(Instant begin) {
		return begin.toEpochMilli() / 10;
	}

	/**
	 * Return whether a worker leads.
	 * @return whether there is a leader
	 */
	public boolean hasLeader() {
		return this.worker != 0;
	}

	/**
	 * Return the same epoch without a leader.
	 * @return nobody leads any more
	 */
	public LeaderTerm vacant() {
		return new LeaderTerm(this.epoch, 0);
	}

	long toWord() {
		return (this.epoch << WORKER_BITS) | (this.worker & WORKER_MASK);
	}

	static LeaderTerm of(long word) {
		return new LeaderTerm(word >>> WORKER_BITS, (int) (word & WORKER_MASK));
	}

}
