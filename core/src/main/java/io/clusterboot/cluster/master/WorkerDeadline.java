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

/**
 * The deadlines of a worker.
 */
enum WorkerDeadline {

	/**
	 * From the fork until it listens.
	 */
	STARTUP,

	/**
	 * To drain and end after it was asked to.
	 */
	DRAIN,

	/**
	 * To end after SIGTERM.
	 */
	TERMINATION,

	/**
	 * For its thread dump to be written.
	 */
	EXAMINATION,

	/**
	 * To end after SIGKILL.
	 */
	KILL,

	/**
	 * For the end of the channel to be read after the process ended.
	 */
	END_OF_CHANNEL

}
