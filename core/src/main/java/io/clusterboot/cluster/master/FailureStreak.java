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

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import org.jspecify.annotations.Nullable;

/**
 * The failures of a slot in a row, without a worker of use in between. Beyond the limit
 * the slot is in trouble: trying again at once would not help. Failures to start a
 * process say nothing about the worker, and are counted apart. Confined to the control
 * loop.
 */
final class FailureStreak {

	private final int limit;

	private final Deque<Exited> latest = new ArrayDeque<>();

	private int failures;

	private int failedForks;

	private @Nullable Long troubledSinceNanos;

	private boolean reported;

	FailureStreak(int limit) {
		this.limit = limit;
	}

	/**
	 * Count a worker that failed.
	 */
	void failed(long nowNanos) {
		this.failures++;
		if (this.failures > this.limit && this.troubledSinceNanos == null) {
			this.troubledSinceNanos = nowNanos;
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
		this.failures = 0;
		this.failedForks = 0;
		this.troubledSinceNanos = null;
		this.reported = false;
		this.latest.clear();
	}

	int failures() {
		return this.failures;
	}

	/**
	 * Return since when the slot is in trouble, {@code null} if it is not.
	 */
	@Nullable Long troubledSinceNanos() {
		return this.troubledSinceNanos;
	}

	boolean isInTrouble() {
		return this.troubledSinceNanos != null;
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

}
