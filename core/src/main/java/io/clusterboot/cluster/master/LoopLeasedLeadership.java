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

import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.scoreboard.LeaderTerm;

/**
 * Passes what happens to a lease on to the control loop.
 *
 * @param leadership depends on the lease
 */
record LoopLeasedLeadership(ControlLoop loop, Leadership leadership) implements LeasedLeadership {

	@Override
	public void requireLease() {
		this.loop.execute(this.leadership.mandate()::requireLease);
	}

	@Override
	public boolean isReady() {
		return this.leadership.isReady();
	}

	@Override
	public void granted(LeadershipLease lease) {
		this.loop.execute(() -> this.leadership.mandate().granted(lease));
	}

	@Override
	public void extended(LeadershipLease lease) {
		this.loop.execute(() -> this.leadership.mandate().extended(lease));
	}

	@Override
	public CompletableFuture<Void> ended(LeadershipLease lease) {
		CompletableFuture<Void> done = new CompletableFuture<>();
		this.loop.execute(() -> {
			this.leadership.mandate().ended(lease);
			this.leadership.steppedDown(done);
		});
		return done;
	}

	@Override
	public LeaderTerm term() {
		return this.leadership.term();
	}

}
