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
 * What a {@link WorkerPhase} may do to its worker. None of these blocks, throws or calls
 * back, so that the next phase is always stored.
 */
interface WorkerEffects {

	/**
	 * Ask the worker to drain and to end.
	 */
	void askToStop();

	/**
	 * Send the worker SIGTERM, because it missed a deadline.
	 */
	void terminate();

	/**
	 * Request a thread dump. {@link WorkerPhase#examined} follows, even if it fails.
	 */
	void dumpThreads();

	/**
	 * Send the worker SIGKILL.
	 */
	void kill();

	/**
	 * Close the master's end of the channel to a process that is gone: another process,
	 * such as a grandchild, holds the other end open.
	 */
	void closeChannel();

	/**
	 * Report that the worker outlives SIGKILL.
	 */
	void reportStuck();

	/**
	 * Arm a deadline in place of the armed one.
	 */
	void armDeadline(WorkerDeadline deadline);

	/**
	 * Cancel the armed deadline.
	 */
	void cancelDeadline();

}
