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

import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import tools.jackson.databind.JsonNode;

/**
 * A worker that is handed connections, and of which nothing else is wanted.
 */
abstract class HandoverOnly implements WorkerProcess {

	private final int id;

	HandoverOnly(int id) {
		this.id = id;
	}

	int id() {
		return this.id;
	}

	@Override
	public long pid() {
		return this.id;
	}

	@Override
	public Optional<ProcessStatus> status() {
		return Optional.empty();
	}

	@Override
	public void send(Envelope message) {
		throw new AssertionError(message);
	}

	@Override
	public void send(JsonNode message) {
		throw new AssertionError(message);
	}

	@Override
	public void kill(Signal signal) {
		throw new AssertionError(signal);
	}

	@Override
	public void dumpThreads() {
		throw new AssertionError("dumpThreads");
	}

	@Override
	public void closeChannel() {
		throw new AssertionError("closeChannel");
	}

	@Override
	public List<String> lastOutput() {
		return List.of();
	}

}
