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

package io.clusterboot.hosts.lead;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import io.clusterboot.cluster.master.LeadershipLease;
import io.clusterboot.hosts.HostsEngine;

/**
 * A lease of the leadership that the engine has granted this host. It ends by the clock
 * of this host before the engine can grant it to another one: its time begins before the
 * engine is asked, and is shorter than the engine's.
 */
final class HostLease implements LeadershipLease {

	private final HostsEngine engine;

	private final Executor executor;

	private final Duration duration;

	private volatile long end;

	private volatile boolean over;

	/**
	 * Create a new instance.
	 * @param engine draws numbers
	 * @param executor asks the engine
	 * @param duration how long the lease lasts from each extension on
	 * @param begin when the engine was asked, by {@link System#nanoTime()}
	 */
	HostLease(HostsEngine engine, Executor executor, Duration duration, long begin) {
		this.engine = engine;
		this.executor = executor;
		this.duration = duration;
		this.end = begin + duration.toNanos();
	}

	void extend(long begin) {
		this.end = begin + this.duration.toNanos();
	}

	/**
	 * Return whether the lease has ended, so that it cannot be extended.
	 */
	boolean isLost() {
		return this.over || System.nanoTime() - this.end >= 0;
	}

	@Override
	public long endNanos() {
		return this.end;
	}

	@Override
	public CompletableFuture<Long> nextEpoch(long after) {
		return CompletableFuture.supplyAsync(() -> this.engine.nextNumber(after), this.executor);
	}

	@Override
	public void over() {
		this.over = true;
	}

}
