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
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.launch.WorkerLaunch;
import io.clusterboot.cluster.protocol.AddressType;
import io.clusterboot.process.ExitStatus;
import io.clusterboot.process.Signal;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Something that happened in a cluster, as the master reports it. Per worker the order is
 * forked, online, listening or message any number of times, disconnected, exited; forked,
 * disconnected and exited come exactly once for each worker.
 */
public sealed interface ClusterEvent
		permits ClusterEvent.OfWorker, RollEvent, ScalingEvent, SlotEvent, StopEvent, ClusterEvent.Serving,
		ClusterEvent.SetUp, ClusterEvent.GaveUp, ClusterEvent.AcceptingPaused, ClusterEvent.AcceptingResumed {

	/**
	 * Call the method of a visitor that belongs to this kind of event.
	 * @param <R> the type of the visitor's result
	 * @param visitor the visitor
	 * @return the result of the visitor
	 */
	<R> R accept(ClusterEventVisitor<R> visitor);

	/**
	 * An event of one worker.
	 */
	sealed interface OfWorker extends ClusterEvent
			permits Forked, Online, Listening, Ready, Unready, Hung, ThreadsDumped, Message, StopEscalated,
			Disconnected, Exited, Recycling, RollEvent.CanaryStarted, QuarantineEvent, ThreadPoolEvent {

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
	 * @param ports the ports of its JVM that a debugger or JMX listens on, each
	 * described, as in {@code debugger port 5006}
	 */
	record Forked(WorkerInfo worker, @Nullable String failure, List<String> ports) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.forked(this);
		}

	}

	/**
	 * A worker sent its first message: its runtime is up, the application is about to
	 * start.
	 *
	 * @param worker the worker
	 * @param sinceFork the time since the fork
	 */
	record Online(WorkerInfo worker, Duration sinceFork) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.online(this);
		}

	}

	/**
	 * A worker accepts connections, or reads datagrams. It comes once for each server of
	 * the worker.
	 *
	 * @param worker the worker
	 * @param type what kind of address it listens on
	 * @param address where, with the real port
	 * @param sinceFork the time since the fork
	 */
	record Listening(WorkerInfo worker, AddressType type, SocketAddress address,
			Duration sinceFork) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.listening(this);
		}

	}

	/**
	 * A worker is ready: it listens, and has not reported that its application is
	 * unready.
	 *
	 * @param worker the worker
	 * @param sinceFork the time since the fork
	 */
	record Ready(WorkerInfo worker, Duration sinceFork) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.ready(this);
		}

	}

	/**
	 * A worker that was ready reports that it no longer is. It still listens.
	 *
	 * @param worker the worker
	 */
	record Unready(WorkerInfo worker) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.unready(this);
		}

	}

	/**
	 * A worker makes no progress.
	 *
	 * @param worker the worker
	 * @param hang what makes no progress
	 * @param duration how long it has made none
	 * @param spared why the worker is not stopped for that, {@code null} if it is
	 */
	record Hung(WorkerInfo worker, Hang hang, Duration duration, @Nullable String spared) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.hung(this);
		}

	}

	/**
	 * A thread dump of a worker that is about to be killed was written.
	 *
	 * @param worker the worker
	 * @param file the file
	 */
	record ThreadsDumped(WorkerInfo worker, Path file) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.threadsDumped(this);
		}

	}

	/**
	 * A worker sent a message.
	 *
	 * @param worker the worker
	 * @param message what it sent
	 */
	record Message(WorkerInfo worker, JsonNode message) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.message(this);
		}

	}

	/**
	 * A worker missed a deadline, and the master takes the next step to stop it.
	 *
	 * @param worker the worker
	 * @param reason what the worker failed to do
	 * @param measure what the master does about it
	 * @param signal the signal the worker gets, if need be after a thread dump;
	 * {@code null} if none is left
	 */
	record StopEscalated(WorkerInfo worker, String reason, String measure,
			@Nullable Signal signal) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.stopEscalated(this);
		}

	}

	/**
	 * The channel to a worker ended.
	 *
	 * @param worker the worker
	 */
	record Disconnected(WorkerInfo worker) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.disconnected(this);
		}

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
	 * @param traffic what it served, from its fork to its end
	 */
	record Exited(WorkerInfo worker, ExitStatus status, ExitCause cause, boolean expected, Duration uptime,
			@Nullable Duration respawnDelay, long drained, long aborted, List<String> lastOutput,
			WorkerStatus.Traffic traffic) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.exited(this);
		}

	}

	/**
	 * The cluster serves: of each slot the first worker is ready or has ended, and at
	 * least one is ready. A worker that listens and is not ready within the start-up
	 * timeout is no longer waited for.
	 *
	 * @param addresses where it listens
	 * @param ready how many workers are ready
	 * @param size how many slots there are
	 * @param sinceStart how long that took
	 */
	record Serving(List<InetSocketAddress> addresses, int ready, int size,
			Duration sinceStart) implements ClusterEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.serving(this);
		}

	}

	/**
	 * A worker reached a limit of recycling and is about to be replaced.
	 *
	 * @param worker the worker
	 * @param reason the limit it reached
	 */
	record Recycling(WorkerInfo worker, String reason) implements OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.recycling(this);
		}

	}

	/**
	 * The launch of workers that are forked from now on was changed.
	 *
	 * @param launch the new launch
	 */
	record SetUp(WorkerLaunch launch) implements ClusterEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.setUp(this);
		}

	}

	/**
	 * The cluster ends itself because it cannot keep its workers alive.
	 *
	 * @param reason why
	 * @param failures the latest failures of workers, the oldest first
	 */
	record GaveUp(String reason, List<Exited> failures) implements ClusterEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.gaveUp(this);
		}

	}

	/**
	 * The cluster accepts no connections: they wait in the backlog.
	 *
	 * @param address the address they arrive on
	 * @param reason why none is accepted
	 */
	record AcceptingPaused(InetSocketAddress address, String reason) implements ClusterEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.acceptingPaused(this);
		}

	}

	/**
	 * The cluster accepts connections again.
	 *
	 * @param address the address they arrive on
	 * @param paused the length of the pause
	 */
	record AcceptingResumed(InetSocketAddress address, Duration paused) implements ClusterEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.acceptingResumed(this);
		}

	}

}
