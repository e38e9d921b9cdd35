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

/**
 * The right of this cluster to have a leader, for a time, while the clusters of other
 * hosts have none. Called on the control loop, and never blocks.
 */
public interface LeadershipLease {

	/**
	 * Return when this lease ends unless it is extended. It must be before anybody else
	 * can get one.
	 * @return the time of {@link System#nanoTime()}
	 */
	long endNanos();

	/**
	 * Draw the number of a leadership: larger than all that were drawn before, on any
	 * host.
	 * @param after the number of the last leadership of this host, which the new one is
	 * above
	 * @return completes with the number, on any thread
	 */
	CompletableFuture<Long> nextEpoch(long after);

	/**
	 * This lease no longer counts, even if it is extended after this call: its end has
	 * come, or it was given back.
	 */
	void over();

}
