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

package io.clusterboot.spring.worker;

import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.worker.WorkerListener;

/**
 * Passes on what the master wants of this worker.
 *
 * @param exit ends the process
 * @param quarantine takes it out of rotation
 */
record SessionListener(WorkerExit exit, WorkerQuarantine quarantine) implements WorkerListener {

	@Override
	public void stopRequested() {
		this.exit.stopRequested();
	}

	@Override
	public void masterGone() {
		this.exit.masterGone();
	}

	@Override
	public CompletableFuture<Void> quarantine(boolean begins) {
		return this.quarantine.set(begins);
	}

}
