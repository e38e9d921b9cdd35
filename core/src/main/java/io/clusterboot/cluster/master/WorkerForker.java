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

import java.io.Closeable;

/**
 * Starts worker processes.
 */
interface WorkerForker extends Closeable {

	/**
	 * Start a worker process without blocking the caller. The outcome is passed to the
	 * callbacks, from any thread: first {@link WorkerCallbacks#forked(WorkerProcess)} or
	 * {@link WorkerCallbacks#forkFailed(Exception)}.
	 */
	void fork(ForkRequest request, WorkerCallbacks callbacks);

	/**
	 * Fork no more.
	 */
	@Override
	void close();

}
