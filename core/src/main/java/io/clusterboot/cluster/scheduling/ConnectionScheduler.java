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

package io.clusterboot.cluster.scheduling;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Chooses the worker for each connection that the master accepts. A bean of this type in
 * the master replaces the choice of the {@link SchedulingPolicy}, if that is a policy
 * under which the master accepts.
 * <p>
 * Called on the accept thread only, for all listening sockets, so it needs no locks and
 * must not block. An exception is logged, and the first candidate is chosen.
 */
@FunctionalInterface
public interface ConnectionScheduler {

	/**
	 * Choose a worker.
	 * @param candidates the workers that can take the connection, ordered by id; at least
	 * one
	 * @param client where the connection comes from
	 * @return the index of the chosen candidate
	 */
	int choose(List<Candidate> candidates, InetSocketAddress client);

	/**
	 * Return what happens to a connection whose worker is busy.
	 * @return {@link WhenBusy#CHOOSE_ANOTHER} unless this is overridden
	 */
	default WhenBusy whenBusy() {
		return WhenBusy.CHOOSE_ANOTHER;
	}

	/**
	 * What happens to a connection whose worker is busy, that is, cannot take a
	 * connection at the moment.
	 */
	enum WhenBusy {

		/**
		 * Another worker takes it: only workers that can take a connection are
		 * candidates.
		 */
		CHOOSE_ANOTHER,

		/**
		 * It waits for that worker, up to a second, before another takes it: busy workers
		 * are candidates too.
		 */
		WAIT

	}

	/**
	 * A worker that can be chosen.
	 *
	 * @param workerId its id
	 * @param slot its slot, which its successor takes over; during a replacement two
	 * workers have the same slot
	 * @param connections how many connections it has, including those on their way to it
	 * @param requestsInFlight how many requests it has not finished
	 */
	record Candidate(int workerId, int slot, long connections, long requestsInFlight) {

	}

}
