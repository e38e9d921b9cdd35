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

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections this worker may have open at a time, over all of its servers. May
 * be used from any thread.
 */
public final class ConnectionLimit {

	private final int max;

	private final AtomicInteger open = new AtomicInteger();

	private final Set<Runnable> watchers = new CopyOnWriteArraySet<>();

	/**
	 * Create a new instance.
	 * @param max how many, 0 for as many as there are
	 */
	public ConnectionLimit(int max) {
		if (max < 0) {
			throw new IllegalArgumentException("max connections: %d (expected: >= 0)".formatted(max));
		}
		this.max = (max != 0) ? max : Integer.MAX_VALUE;
	}

	/**
	 * Take the place of one connection.
	 * @return {@code false} if there is none left
	 */
	public boolean enter() {
		if (this.open.incrementAndGet() <= this.max) {
			return true;
		}
		this.open.decrementAndGet();
		return false;
	}

	/**
	 * Give the place of one connection back.
	 */
	public void leave() {
		if (this.open.getAndDecrement() == this.max) {
			this.watchers.forEach(Runnable::run);
		}
	}

	/**
	 * Return whether there is no place left.
	 * @return whether the limit is reached
	 */
	public boolean isReached() {
		return this.open.get() >= this.max;
	}

	/**
	 * Hear that there is a place again.
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
