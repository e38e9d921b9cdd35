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

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.handoff.WorkerLink;
import io.clusterboot.cluster.protocol.ClusterMessage;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.process.ProcessStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A started worker process with the master's end of its channel. Nothing here fails
 * because the worker is gone.
 */
interface WorkerProcess extends WorkerLink {

	long pid();

	/**
	 * Read the status of the process from the kernel, empty if the process is gone.
	 */
	Optional<ProcessStatus> status();

	/**
	 * Return the processor time that the process has used, zero if that is not known.
	 */
	Duration processorTime();

	/**
	 * Return the archive of classes that the process was started with, {@code null} if it
	 * was started without one.
	 */
	default @Nullable String image() {
		return null;
	}

	void send(Envelope message);

	/**
	 * Send a message from another process of the cluster. May be called from any thread.
	 * @return {@code null}, or why it will not arrive
	 */
	default @Nullable String pass(JsonNode message) {
		send(new Envelope(0, null, new ClusterMessage.Bus(message)));
		return null;
	}

	/**
	 * Send a message of the user, which is any JSON value.
	 */
	void send(JsonNode message);

	/**
	 * Send a signal without blocking. Signals arrive in the order of the calls, except
	 * SIGKILL, which waits for no other.
	 */
	void kill(Signal signal);

	/**
	 * Request a thread dump without blocking. {@link WorkerCallbacks#threadsDumped}
	 * follows when the dump is written, or cannot be had.
	 */
	void dumpThreads();

	void closeChannel();

	/**
	 * Return the last lines the worker wrote, at most 50.
	 */
	List<String> lastOutput();

}
