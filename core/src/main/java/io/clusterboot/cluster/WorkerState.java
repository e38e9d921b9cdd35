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

package io.clusterboot.cluster;

/**
 * The state of a worker, as the master sees it. A worker moves from {@link #STARTING}
 * towards {@link #DEAD} and may skip states. It never goes back, with one exception:
 * between {@link #LISTENING} and {@link #READY} it moves in both directions, as its
 * application reports that it is healthy or not.
 */
public enum WorkerState {

	/**
	 * Its process was forked and has not sent its greeting yet.
	 */
	STARTING,

	/**
	 * Its runtime is up and has sent its greeting; the application is starting.
	 */
	ONLINE,

	/**
	 * It accepts connections. Its application has not reported that it is healthy, or
	 * reports that it no longer is.
	 */
	LISTENING,

	/**
	 * It accepts connections and its application reports that it is healthy.
	 */
	READY,

	/**
	 * It was taken out of rotation and stays alive: it accepts no new connection, and
	 * another worker serves in its slot.
	 */
	QUARANTINED,

	/**
	 * It accepts no new connection and finishes the requests it has.
	 */
	DRAINING,

	/**
	 * Its process ended.
	 */
	DEAD

}
