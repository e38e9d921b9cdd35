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

package io.clusterboot.cluster;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The master at one moment.
 *
 * @param pid its process id
 * @param application what it runs: the jar, or the main class and the class path
 * @param startedAt when its process was started
 * @param uptime how long ago that was
 * @param phase how far the cluster is
 * @param generation the generation that new workers belong to
 * @param schedulingPolicy how connections reach the workers, such as {@code shared}
 * @param addresses where the cluster listens, such as {@code *:8080}; empty before it
 * serves
 * @param size the number of workers that the cluster is meant to have
 * @param ready how many workers are ready
 * @param connections how many connections are open, in all workers
 * @param residentBytes the resident memory of its process in bytes, 0 if it is not known
 * @param processorTime the processor time that its process has used
 */
public record MasterStatus(long pid, String application, Instant startedAt, Duration uptime, Phase phase,
		int generation, String schedulingPolicy, List<String> addresses, int size, int ready, long connections,
		long residentBytes, Duration processorTime) {

	/**
	 * Create a status.
	 */
	public MasterStatus {
		addresses = List.copyOf(addresses);
	}

	/**
	 * How far a cluster is.
	 */
	public enum Phase {

		/**
		 * Not every slot has a worker that listens or has failed.
		 */
		STARTING,

		/**
		 * It serves.
		 */
		SERVING,

		/**
		 * It is asked to stop, and its workers drain, or will after a delay.
		 */
		STOPPING

	}

}
