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

package io.clusterboot.hosts;

import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.master.LeadershipLease;
import io.clusterboot.cluster.master.LeasedLeadership;
import io.clusterboot.cluster.scoreboard.LeaderTerm;
import org.jspecify.annotations.Nullable;

/**
 * The leadership of a host that has a worker which can lead.
 */
final class FakeLeadership implements LeasedLeadership {

	private volatile boolean ready = true;

	private volatile @Nullable LeadershipLease lease;

	private volatile int grants;

	void ready(boolean able) {
		this.ready = able;
	}

	/**
	 * Whether there is a lease that has not ended by the clock.
	 */
	boolean leads() {
		LeadershipLease current = this.lease;
		return current != null && System.nanoTime() - current.endNanos() < 0;
	}

	long number() {
		LeadershipLease current = this.lease;
		if (current == null) {
			throw new AssertionError("no lease");
		}
		return current.nextEpoch(0).join();
	}

	int grants() {
		return this.grants;
	}

	/**
	 * End the lease, as a control loop does that finds no worker.
	 */
	void end() {
		LeadershipLease current = this.lease;
		this.lease = null;
		if (current != null) {
			current.over();
		}
	}

	@Override
	public void requireLease() {
	}

	@Override
	public boolean isReady() {
		return this.ready;
	}

	@Override
	public synchronized void granted(LeadershipLease granted) {
		this.grants++;
		this.lease = granted;
	}

	@Override
	public void extended(LeadershipLease extended) {
	}

	@Override
	public CompletableFuture<Void> ended(LeadershipLease ended) {
		if (this.lease == ended) {
			end();
		}
		return CompletableFuture.completedFuture(null);
	}

	@Override
	public LeaderTerm term() {
		return LeaderTerm.NONE;
	}

}
