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

import org.jspecify.annotations.Nullable;

/**
 * A worker at one moment.
 *
 * @param id the worker id: 1, 2, 3 …, never reused
 * @param slot the stable index, from 0, that survives a replacement
 * @param pid the process id, {@code -1} as long as there is no process
 * @param generation the number of rolling restarts before it was forked
 * @param state its state
 * @param since since when it has been in this state
 * @param forkedAt when it was forked
 * @param uptime how long ago that was
 * @param image the archive of classes that it was started with, or {@code null}
 * @param residentBytes its resident memory in bytes, 0 if it is not known
 * @param processorTime the processor time that it has used
 * @param heap its heap
 * @param traffic what it serves
 * @param threadPool how its threads for requests do
 */
public record WorkerStatus(int id, int slot, long pid, int generation, WorkerState state, Instant since,
		Instant forkedAt, Duration uptime, @Nullable String image, long residentBytes, Duration processorTime,
		Heap heap, Traffic traffic, ThreadPool threadPool) {

	/**
	 * Return whether it was taken out of rotation.
	 * @return whether it is in quarantine
	 */
	public boolean isQuarantined() {
		return this.state == WorkerState.QUARANTINED;
	}

	/**
	 * The heap of a JVM. All zero as long as the worker has not reported it, and for a
	 * worker that is no JVM.
	 *
	 * @param usedBytes how much is in use, with garbage that was not collected yet
	 * @param maxBytes how large it may become
	 * @param collectionTime the time that the collector has taken
	 */
	public record Heap(long usedBytes, long maxBytes, Duration collectionTime) {

	}

	/**
	 * What a worker serves and has served.
	 *
	 * @param connections how many connections are open
	 * @param accepted how many connections were accepted
	 * @param requestsInFlight how many requests are not finished
	 * @param requests how many requests reached the application
	 * @param serverErrors how many were answered with a status from 500 on
	 * @param drained how many were answered after the worker began to drain
	 * @param cut how many were unfinished when its drain ended
	 * @param answerTime the time that all answers took together, without event streams
	 * and WebSockets
	 * @param loopLag how long the event loop that is furthest behind has not answered,
	 * zero if all have
	 */
	public record Traffic(long connections, long accepted, long requestsInFlight, long requests, long serverErrors,
			long drained, long cut, Duration answerTime, Duration loopLag) {

		/**
		 * Of a worker that has served nothing.
		 */
		public static final Traffic NONE = new Traffic(0, 0, 0, 0, 0, 0, 0, Duration.ZERO, Duration.ZERO);

	}

	/**
	 * The threads for requests of a servlet container. All zero where there is no such
	 * pool, or where it has no bound: Reactor Netty, virtual threads, a worker that is no
	 * JVM.
	 *
	 * @param exhausted for how long all threads have been busy while requests wait for
	 * one, zero if that is not so, or only since a second ago
	 * @param waiting for how long no thread has taken a request that waits
	 */
	public record ThreadPool(Duration exhausted, Duration waiting) {

		/**
		 * A thread is free.
		 */
		public static final ThreadPool FREE = new ThreadPool(Duration.ZERO, Duration.ZERO);

	}

}
