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

import io.clusterboot.process.CurrentProcess;

/**
 * Behaves like the runtime of a Node worker: when the worker has to end, it closes its
 * servers and its channel, and the process ends when nothing keeps it alive; when the
 * master is gone, the process exits.
 *
 * @param worker this worker
 * @param process this process
 */
record DefaultWorkerListener(ClusterWorker worker, CurrentProcess process) implements WorkerListener {

	@Override
	public void stopRequested() {
		this.worker.disconnect();
	}

	@Override
	public void masterGone() {
		this.process.exit(0);
	}

}
