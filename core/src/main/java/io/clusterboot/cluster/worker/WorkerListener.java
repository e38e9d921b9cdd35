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

package io.clusterboot.cluster.worker;

import java.util.concurrent.CompletableFuture;

/**
 * Called when the master asks for the end of this worker, and when it is gone, on the
 * channel's reader thread, which it must not block.
 */
public interface WorkerListener {

	/**
	 * The master asks this worker to drain and to end. It may ask more than once.
	 */
	void stopRequested();

	/**
	 * An operator takes this worker out of rotation, or puts it back. Out of rotation it
	 * accepts nothing more, lets its clients go and stays alive. By default nothing
	 * happens, so that only connections that the master hands over stay away.
	 * @param begins whether the quarantine begins, or ends
	 * @return completes when this worker accepts nothing more, or accepts again
	 */
	default CompletableFuture<Void> quarantine(boolean begins) {
		return CompletableFuture.completedFuture(null);
	}

	/**
	 * The channel ended, for whatever reason, so nothing will ask this worker to end any
	 * more: it has to end on its own. Not called when the worker left with
	 * {@link ClusterWorker#disconnect()}.
	 */
	void masterGone();

}
