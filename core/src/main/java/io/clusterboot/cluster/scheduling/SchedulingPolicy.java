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

package io.clusterboot.cluster.scheduling;

/**
 * How connections reach the workers.
 */
public enum SchedulingPolicy {

	/**
	 * All workers accept on the one listening socket.
	 */
	SHARED,

	/**
	 * The master accepts, and gives each worker a connection in turn.
	 */
	ROUND_ROBIN,

	/**
	 * The master accepts, and gives a connection to the worker that has the least to do.
	 */
	LEAST_CONNECTIONS,

	/**
	 * The master accepts, and gives all connections of a client's address to one worker.
	 */
	SOURCE_HASH,

	/**
	 * Each worker accepts on a listening socket of its own, the kernel chooses.
	 */
	REUSE_PORT;

	/**
	 * Return whether the master accepts the connections.
	 * @return {@code false} if the workers do
	 */
	public boolean handsOver() {
		return this != SHARED && this != REUSE_PORT;
	}

	/**
	 * Return the scheduler of this policy.
	 * @return a new scheduler
	 * @throws IllegalStateException if the workers accept the connections themselves
	 */
	public ConnectionScheduler newScheduler() {
		return switch (this) {
			case ROUND_ROBIN -> new RoundRobin();
			case LEAST_CONNECTIONS -> new LeastConnections();
			case SOURCE_HASH -> new SourceHash();
			default -> throw new IllegalStateException("%s: the workers accept by themselves".formatted(this));
		};
	}

}
