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

import io.clusterboot.cluster.scoreboard.LeaderTerm;

/**
 * Makes the leadership of a cluster depend on a lease that several hosts compete for. All
 * methods may be called from any thread, and do not block.
 */
public interface LeasedLeadership {

	/**
	 * From now on no worker leads without a lease.
	 */
	void requireLease();

	/**
	 * Return whether it makes sense to get a lease.
	 * @return whether there is a worker that leads, or can lead
	 */
	boolean isReady();

	/**
	 * A worker may lead until the lease ends.
	 * @param lease the lease, a new one each time
	 */
	void granted(LeadershipLease lease);

	/**
	 * The lease has another end.
	 * @param lease the lease; one that is over stays that
	 */
	void extended(LeadershipLease lease);

	/**
	 * Give a lease back: no worker leads any more.
	 * @param lease the lease
	 * @return completes when the worker that led has stopped what a leader does, or takes
	 * too long for that
	 */
	CompletableFuture<Void> ended(LeadershipLease lease);

	/**
	 * Return which worker leads.
	 * @return the latest leader
	 */
	LeaderTerm term();

}
