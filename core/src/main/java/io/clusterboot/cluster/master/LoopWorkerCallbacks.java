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

import java.nio.file.Path;

import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.process.ExitStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Passes what happens to a worker's process and channel to the control loop.
 *
 * @param supervisor handles the end of the worker, on the loop
 * @param progress handles everything before the end, on the loop
 * @param messages reads internal messages
 */
record LoopWorkerCallbacks(ControlLoop loop, Supervisor supervisor, WorkerProgress progress, WorkerMessages messages,
		Worker worker) implements WorkerCallbacks {

	@Override
	public void forked(WorkerProcess process) {
		this.loop.execute(() -> this.progress.forked(this.worker, process));
	}

	@Override
	public void forkFailed(Exception cause) {
		this.loop.execute(() -> this.supervisor.forkFailed(this.worker, cause));
	}

	@Override
	public void internalMessage(JsonNode frame) {
		if (!this.messages.bypasses(this.worker, frame)) {
			this.loop.execute(() -> this.messages.received(this.worker, frame));
		}
	}

	@Override
	public void message(JsonNode message) {
		this.loop.execute(() -> this.progress.message(this.worker, message));
	}

	@Override
	public void threadsDumped(@Nullable Path file) {
		this.loop.execute(() -> this.progress.threadsDumped(this.worker, file));
	}

	@Override
	public void disconnected() {
		this.loop.execute(() -> this.supervisor.disconnected(this.worker));
	}

	@Override
	public void exited(ExitStatus status) {
		this.loop.execute(() -> this.supervisor.exited(this.worker, status));
	}

}
