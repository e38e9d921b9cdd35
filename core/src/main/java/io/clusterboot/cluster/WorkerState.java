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
 * Where a worker is in its life. A worker only moves forward through these states; it may
 * leave out some of them.
 */
public enum WorkerState {

	/**
	 * Its process was forked and has not greeted yet.
	 */
	STARTING,

	/**
	 * Its runtime is up and has greeted; the application is starting.
	 */
	ONLINE,

	/**
	 * It accepts connections.
	 */
	LISTENING,

	/**
	 * It accepts connections and reports that it is healthy.
	 */
	READY,

	/**
	 * It accepts nothing new and finishes what is there.
	 */
	DRAINING,

	/**
	 * Its process ended.
	 */
	DEAD

}
