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

package io.clusterboot.cluster.event;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.protocol.AddressType;
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
	 * A worker accepts connections, or reads datagrams. It comes once for each server of
	 * the worker.
	 *
	 * @param worker the worker
	 * @param type what kind of address it listens on
	 * @param address where, with the real port
	 * @param sinceFork how long that took
	 */
	record Listening(WorkerInfo worker, AddressType type, SocketAddress address,
			Duration sinceFork) implements OfWorker {

	}

	/**
	 * A worker is ready: it listens, and nothing speaks against sending it requests.
	 *
	 * @param worker the worker
	 * @param sinceFork how long it has been there
	 */
	record Ready(WorkerInfo worker, Duration sinceFork) implements OfWorker {

	}

	/**
	 * A worker that was ready says that it no longer is. It goes on to listen.
	 *
	 * @param worker the worker
	 */
	record Unready(WorkerInfo worker) implements OfWorker {

	}

	/**
	 * A worker makes no progress.
	 *
	 * @param worker the worker
	 * @param hang in which way
	 * @param duration for how long
	 * @param spared why it is not ended for that, or {@code null} when it is
	 */
	record Hung(WorkerInfo worker, Hang hang, Duration duration, @Nullable String spared) implements OfWorker {

	}

	/**
	 * The threads of a worker that is to be killed were dumped.
	 *
	 * @param worker the worker
	 * @param file where
	 */
	record ThreadsDumped(WorkerInfo worker, Path file) implements OfWorker {

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
	 * @param cause why, as far as that can be known
	 * @param expected whether that was wanted
	 * @param uptime how long it lived
	 * @param respawnDelay after what time the slot is filled again, or {@code null} when
	 * it is not
	 * @param drained how many requests it answered after it was asked to end
	 * @param aborted how many requests were in flight when it ended
	 * @param lastOutput the last lines it wrote, at most 50
	 */
	record Exited(WorkerInfo worker, ExitStatus status, ExitCause cause, boolean expected, Duration uptime,
			@Nullable Duration respawnDelay, long drained, long aborted, List<String> lastOutput) implements OfWorker {

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
	 * A rolling restart begins.
	 *
	 * @param generation the generation it leads to
	 * @param workers how many workers it has to replace
	 */
	record RollStarted(int generation, int workers) implements ClusterEvent {

	}

	/**
	 * The first worker of a generation is ready, and is watched before others follow.
	 *
	 * @param worker the worker
	 * @param duration for how long
	 */
	record CanaryStarted(WorkerInfo worker, Duration duration) implements OfWorker {

	}

	/**
	 * The canary proved itself: from now on all workers that are forked are of its
	 * generation.
	 *
	 * @param generation the generation
	 */
	record Committed(int generation) implements ClusterEvent {

	}

	/**
	 * A rolling restart replaced all workers.
	 *
	 * @param generation the generation they belong to
	 * @param replaced how many workers were replaced
	 * @param duration how long that took
	 */
	record RollFinished(int generation, int replaced, Duration duration) implements ClusterEvent {

	}

	/**
	 * A rolling restart failed.
	 *
	 * @param generation the generation that did not come to be
	 * @param reason why
	 * @param lastOutput the last lines of the worker that failed, empty when none did
	 * @param duration how long it took to fail
	 */
	record RollFailed(int generation, String reason, List<String> lastOutput,
			Duration duration) implements ClusterEvent {

	}

	/**
	 * A worker has served long enough and is about to be replaced.
	 *
	 * @param worker the worker
	 * @param reason in which respect
	 */
	record Recycling(WorkerInfo worker, String reason) implements OfWorker {

	}

	/**
	 * The cluster is to have another number of workers.
	 *
	 * @param from how many it had
	 * @param to how many it is to have
	 */
	record Scaling(int from, int to) implements ClusterEvent {

	}

	/**
	 * The cluster has the number of workers it is to have, and all are ready.
	 *
	 * @param size how many
	 * @param duration how long that took
	 */
	record Scaled(int size, Duration duration) implements ClusterEvent {

	}

	/**
	 * How workers are started was changed, for those that are forked from now on.
	 *
	 * @param launch how
	 */
	record SetUp(WorkerLaunch launch) implements ClusterEvent {

	}

	/**
	 * The cluster ends itself, as it can't keep its workers alive.
	 *
	 * @param reason why
	 * @param failures how the workers failed of late, the oldest first
	 */
	record GaveUp(String reason, List<Exited> failures) implements ClusterEvent {

	}

	/**
	 * Connections have to wait in the backlog: the master accepts no more.
	 *
	 * @param address where they arrive
	 * @param reason why
	 */
	record AcceptingPaused(InetSocketAddress address, String reason) implements ClusterEvent {

	}

	/**
	 * The master accepts connections again.
	 *
	 * @param address where they arrive
	 * @param paused how long they had to wait
	 */
	record AcceptingResumed(InetSocketAddress address, Duration paused) implements ClusterEvent {

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
