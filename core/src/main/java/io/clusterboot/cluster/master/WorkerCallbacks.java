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

import io.clusterboot.process.ExitStatus;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Receives what happens to the process and the channel of one worker. May be called from
 * any thread, and never blocks.
 */
interface WorkerCallbacks {

	void forked(WorkerProcess process);

	void forkFailed(Exception cause);

	void internalMessage(JsonNode frame);

	void message(JsonNode message);

	/**
	 * The requested thread dump was written, or cannot be had.
	 * @param file the file, {@code null} if there is none
	 */
	void threadsDumped(@Nullable Path file);

	/**
	 * The channel ended. Everything the worker sent was passed on before.
	 */
	void disconnected();

	void exited(ExitStatus status);

}
