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
import java.util.Optional;

import io.clusterboot.cluster.Hang;

/**
 * Decides from the heartbeat of one worker whether it hangs. Confined to the control
 * loop, whose clock the moments are read from.
 */
final class HeartbeatWatch {

	private final long timeoutNanos;

	private long heartbeat;

	private long lastProgress;

	private long watchedSince;

	private boolean hanging;

	/**
	 * Create a new instance. The first heartbeat has the whole timeout to come.
	 * @param timeout how long the worker may make no progress
	 * @param now the present moment
	 */
	HeartbeatWatch(Duration timeout, long now) {
		this.timeoutNanos = timeout.toNanos();
		this.lastProgress = now;
		this.watchedSince = now;
	}

	/**
	 * Judge the values that the worker wrote on the scoreboard.
	 * @param now the present moment
	 * @param heartbeat the number of heartbeats
	 * @param loopLagMillis how long an event loop has not answered
	 * @param threadWaitMillis how long no thread has taken a request that waits, 0 if
	 * that is no hang
	 * @return the verdict, empty if the worker makes progress
	 */
	Optional<Verdict> look(long now, long heartbeat, long loopLagMillis, long threadWaitMillis) {
		if (heartbeat != this.heartbeat) {
			this.heartbeat = heartbeat;
			this.lastProgress = now;
			long longest = Math.max(loopLagMillis, threadWaitMillis);
			this.hanging = this.hanging && Duration.ofMillis(longest).toNanos() > this.timeoutNanos;
		}
		Optional<Verdict> verdict = judge(now, loopLagMillis, threadWaitMillis);
		this.hanging = this.hanging || verdict.isPresent();
		return verdict;
	}

	/**
	 * Return whether the worker has hung, and has made no progress since, also if it was
	 * given more time.
	 */
	boolean isHanging() {
		return this.hanging;
	}

	private Optional<Verdict> judge(long now, long loopLagMillis, long threadWaitMillis) {
		long stalled = now - this.lastProgress;
		if (stalled > this.timeoutNanos) {
			return Optional.of(new Verdict(Hang.JVM_STALLED, Duration.ofNanos(stalled)));
		}
		if (isTooLong(loopLagMillis, now)) {
			return Optional.of(new Verdict(Hang.EVENT_LOOP_BLOCKED, Duration.ofMillis(loopLagMillis)));
		}
		if (isTooLong(threadWaitMillis, now)) {
			return Optional.of(new Verdict(Hang.THREAD_POOL_EXHAUSTED, Duration.ofMillis(threadWaitMillis)));
		}
		return Optional.empty();
	}

	/**
	 * What began before the last pause of the master does not count from then on.
	 */
	private boolean isTooLong(long millis, long now) {
		return Math.min(Duration.ofMillis(millis).toNanos(), now - this.watchedSince) > this.timeoutNanos;
	}

	/**
	 * Give the worker the whole timeout again: the master itself did not run, and the
	 * cause may have stopped the worker, too.
	 * @param now the present moment
	 */
	void forgive(long now) {
		this.lastProgress = now;
		this.watchedSince = now;
	}

	/**
	 * A hang.
	 *
	 * @param hang what makes no progress
	 * @param duration how long it has made none
	 */
	record Verdict(Hang hang, Duration duration) {

	}

}
