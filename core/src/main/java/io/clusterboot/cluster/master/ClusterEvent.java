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

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened in a cluster, as the master tells it. Per worker the order is
 * forked, online, listening or message any number of times, disconnected, exited; forked,
 * disconnected and exited come exactly once for each worker.
 */
public sealed interface ClusterEvent {

	/**
	 * An event of one worker.
	 */
	sealed interface OfWorker extends ClusterEvent {

		/**
		 * Return the worker it happened to.
		 * @return a snapshot from the moment after it happened
		 */
		WorkerInfo worker();

	}

	/**
	 * A worker was forked. When its process could not be started, its pid is -1 and
	 * {@link Exited} follows.
	 *
	 * @param worker the worker
	 * @param failure why its process could not be started, or {@code null}
	 */
	record Forked(WorkerInfo worker, @Nullable String failure) implements OfWorker {

	}

	/**
	 * A worker greeted: its runtime is up, the application is about to start.
	 *
	 * @param worker the worker
	 * @param sinceFork how long that took
	 */
	record Online(WorkerInfo worker, Duration sinceFork) implements OfWorker {

	}

	/**
	 * A worker accepts connections. It comes once for each server of the worker.
	 *
	 * @param worker the worker
	 * @param address where, with the real port
	 * @param sinceFork how long that took
	 */
	record Listening(WorkerInfo worker, InetSocketAddress address, Duration sinceFork) implements OfWorker {

	}

	/**
	 * A worker sent a message.
	 *
	 * @param worker the worker
	 * @param message what it sent
	 */
	record Message(WorkerInfo worker, JsonNode message) implements OfWorker {

	}

	/**
	 * A worker did not end in time, and the next rougher means was used.
	 *
	 * @param worker the worker
	 * @param reason what it did not do
	 * @param signal the signal it got, or {@code null} when there is none left
	 */
	record StopEscalated(WorkerInfo worker, String reason, @Nullable Signal signal) implements OfWorker {

	}

	/**
	 * The channel to a worker ended.
	 *
	 * @param worker the worker
	 */
	record Disconnected(WorkerInfo worker) implements OfWorker {

	}

	/**
	 * The process of a worker ended.
	 *
	 * @param worker the worker
	 * @param status how
	 * @param expected whether that was wanted
	 * @param uptime how long it lived
	 * @param respawnDelay after what time the slot is filled again, or {@code null} when
	 * it is not
	 * @param lastOutput the last lines it wrote, at most 50
	 */
	record Exited(WorkerInfo worker, ExitStatus status, boolean expected, Duration uptime,
			@Nullable Duration respawnDelay, List<String> lastOutput) implements OfWorker {

	}

	/**
	 * The cluster serves: of each slot the first worker either listens or has ended, and
	 * at least one listens.
	 *
	 * @param addresses where it listens
	 * @param listening how many workers listen
	 * @param size how many slots there are
	 * @param sinceStart how long that took
	 */
	record Serving(List<InetSocketAddress> addresses, int listening, int size,
			Duration sinceStart) implements ClusterEvent {

	}

	/**
	 * The cluster was asked to stop.
	 *
	 * @param workers how many workers are alive
	 */
	record Stopping(int workers) implements ClusterEvent {

	}

	/**
	 * No worker is left after a stop.
	 *
	 * @param duration how long the stop took
	 */
	record Stopped(Duration duration) implements ClusterEvent {

	}

}
