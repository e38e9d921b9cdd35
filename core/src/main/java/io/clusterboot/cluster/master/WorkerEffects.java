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
 * What a {@link WorkerPhase} may do to the worker it belongs to. None of these blocks,
 * and none calls back.
 */
interface WorkerEffects {

	/**
	 * Ask the worker to drain and to end.
	 */
	void askToStop();

	/**
	 * Send the worker SIGTERM, because it did not do in time what it should.
	 */
	void terminate();

	/**
	 * Have the worker write a thread dump. The end of it is told as a signal.
	 */
	void dumpThreads();

	/**
	 * Send the worker SIGKILL.
	 */
	void kill();

	/**
	 * Close our end of the channel to a process that is gone: somebody else holds the
	 * other end open.
	 */
	void closeChannel();

	/**
	 * Say that the worker outlives SIGKILL.
	 */
	void reportStuck();

	/**
	 * Arm the worker's deadline, in place of the one that is armed.
	 * @param deadline which
	 */
	void armDeadline(WorkerDeadline deadline);

	/**
	 * Take the armed deadline back.
	 */
	void cancelDeadline();

}
