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

package io.clusterboot.benchmarks.scale;

import io.clusterboot.cluster.worker.ClusterWorker;
import io.clusterboot.process.CurrentProcess;

/**
 * A worker that sends each message back.
 */
final class ScaleWorker {

	private static final int MAX_MESSAGE = 1024 * 1024;

	private ScaleWorker() {
	}

	public static void main(String[] args) {
		CurrentProcess process = CurrentProcess.get();
		ClusterWorker.join(process, MAX_MESSAGE);
		process.onMessage((message, handle) -> process.send(message));
	}

}
