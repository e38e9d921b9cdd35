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

package io.clusterboot.cluster.scoreboard;

/**
 * The values of a row of the {@link Scoreboard} at one moment. Each value is exact, but
 * they were read one after the other, so they need not add up while the worker serves.
 *
 * @param heartbeat how often the worker's heartbeat thread has beaten
 * @param loopLagMillis how long, in milliseconds, the event loop that is furthest behind
 * has not answered; 0 if all have
 * @param acceptedConnections how many connections were accepted
 * @param activeConnections how many of them are open
 * @param requests how many requests reached the application
 * @param requestsInFlight how many of them are not finished
 * @param serverErrors how many were answered with a status from 500 on
 * @param drainedRequests how many were answered after the worker began to drain
 * @param abortedRequests how many were not finished when the worker's drain ended
 * @param heapUsed how many bytes of the heap are in use, 0 if that was not reported
 * @param heapMax how many bytes the heap may have, 0 if that was not reported
 * @param collectionMillis how long garbage was collected, in milliseconds
 */
public record ScoreboardEntry(long heartbeat, long loopLagMillis, long acceptedConnections, long activeConnections,
		long requests, long requestsInFlight, long serverErrors, long drainedRequests, long abortedRequests,
		long heapUsed, long heapMax, long collectionMillis) {

	/**
	 * The values of a row that nobody has written.
	 */
	public static final ScoreboardEntry NONE = new ScoreboardEntry(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

}
