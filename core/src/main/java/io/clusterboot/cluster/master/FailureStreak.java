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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import org.jspecify.annotations.Nullable;

/**
 * The failures of a slot in a row: those within a period of service. The clock is the
 * time for which the workers of the slot were ready, so workers that serve well between
 * two failures are never in a row, and workers that start and fail slowly are. Beyond the
 * limit the slot is in trouble: trying again at once would not help. Failures to start a
 * process say nothing about the worker, and are counted apart. Confined to the control
 * loop.
 */
final class FailureStreak {

	private final int limit;

	private final Duration period;

	/**
	 * The service of the slot up to each failure in a row, the oldest first, and no more
	 * than are too many.
	 */
	private final Deque<Duration> failures = new ArrayDeque<>();

	private final Deque<Exited> latest = new ArrayDeque<>();

	private Duration service = Duration.ZERO;

	private int failedForks;

	private @Nullable Trouble trouble;

	private boolean reported;

	/**
	 * Create a new instance.
	 * @param limit the number of failures in a row that are no trouble
	 * @param period the service within which failures are in a row
	 */
	FailureStreak(int limit, Duration period) {
		this.limit = limit;
		this.period = period;
	}

	/**
	 * A worker ended, for whatever reason.
	 * @param usefulLife how long it was ready
	 */
	void served(Duration usefulLife) {
		this.service = this.service.plus(usefulLife);
		while (!this.failures.isEmpty() && isBefore(this.failures.getFirst(), this.service)) {
			this.failures.removeFirst();
		}
		if (this.failures.isEmpty()) {
			this.latest.clear();
		}
	}

	private boolean isBefore(Duration failure, Duration service) {
		return service.minus(failure).compareTo(this.period) >= 0;
	}

	/**
	 * Count a worker that failed, after it {@linkplain #served(Duration) served}.
	 */
	void failed(long nowNanos) {
		this.failures.addLast(this.service);
		if (this.failures.size() <= this.limit) {
			return;
		}
		if (this.failures.size() > this.limit + 1) {
			this.failures.removeFirst();
		}
		if (this.trouble == null) {
			this.trouble = new Trouble(nowNanos, this.service);
		}
	}

	/**
	 * Count a process that could not be started.
	 */
	void forkFailed() {
		this.failedForks++;
	}

	/**
	 * A process was started.
	 */
	void forkSucceeded() {
		this.failedForks = 0;
	}

	/**
	 * Keep the details of the latest failure.
	 * @return whether it is the one that put the slot in trouble
	 */
	boolean record(Exited exit) {
		this.latest.add(exit);
		if (this.latest.size() > this.limit + 1) {
			this.latest.remove();
		}
		boolean news = isInTrouble() && !this.reported;
		this.reported |= news;
		return news;
	}

	/**
	 * Begin anew.
	 */
	void clear() {
		this.failures.clear();
		this.failedForks = 0;
		this.trouble = null;
		this.reported = false;
		this.latest.clear();
	}

	int failures() {
		return this.failures.size();
	}

	/**
	 * Return since when the slot is in trouble, {@code null} if it is not.
	 */
	@Nullable Long troubledSinceNanos() {
		return (this.trouble != null) ? this.trouble.sinceNanos() : null;
	}

	boolean isInTrouble() {
		return this.trouble != null;
	}

	/**
	 * Return for how long the worker of a slot in trouble has to be ready, from now on,
	 * for the trouble to be over: the slot served for a period, and what failed within
	 * the last period is no trouble.
	 * @param usefulLife how long the worker was ready so far
	 * @return the time, zero if the trouble is over
	 */
	Duration serviceToRecover(Duration usefulLife) {
		if (this.trouble == null) {
			return Duration.ZERO;
		}
		Duration begin = this.trouble.service();
		if (this.failures.size() > this.limit && this.failures.getFirst().compareTo(begin) > 0) {
			begin = this.failures.getFirst();
		}
		Duration left = begin.plus(this.period).minus(this.service).minus(usefulLife);
		return left.isNegative() ? Duration.ZERO : left;
	}

	/**
	 * Return whether another attempt to fill the slot would hardly succeed.
	 */
	boolean isHopeless() {
		return isInTrouble() || this.failedForks > this.limit;
	}

	/**
	 * Return the latest failures, the oldest first.
	 */
	List<Exited> latest() {
		return List.copyOf(this.latest);
	}

	/**
	 * A trouble that goes on.
	 *
	 * @param sinceNanos when it began
	 * @param service the service of the slot up to then
	 */
	private record Trouble(long sinceNanos, Duration service) {

	}

}
