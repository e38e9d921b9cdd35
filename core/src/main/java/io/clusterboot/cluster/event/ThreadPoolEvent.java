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

import java.time.Duration;

import io.clusterboot.cluster.WorkerInfo;

/**
 * An event of the threads with which a worker serves requests, as the master reports it.
 * Both alternate for each worker.
 */
public sealed interface ThreadPoolEvent extends ClusterEvent.OfWorker {

	/**
	 * All threads are busy, and requests wait for one.
	 *
	 * @param worker the worker
	 * @param duration for how long that has been so
	 */
	record Exhausted(WorkerInfo worker, Duration duration) implements ThreadPoolEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.threadPoolExhausted(this);
		}

	}

	/**
	 * No request has had to wait for a thread for a while.
	 *
	 * @param worker the worker
	 * @param duration for how long the pool was exhausted
	 */
	record Relieved(WorkerInfo worker, Duration duration) implements ThreadPoolEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.threadPoolRelieved(this);
		}

	}

}
