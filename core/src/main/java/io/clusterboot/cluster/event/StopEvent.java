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
import org.jspecify.annotations.Nullable;

/**
 * An event of the stop of a cluster, as the master reports it.
 */
public sealed interface StopEvent extends ClusterEvent {

	/**
	 * An operator asked for the stop of the cluster, which follows.
	 *
	 * @param worker the worker that passed the request on, {@code null} if the master got
	 * it
	 * @param reason how the operator asked
	 */
	record Requested(@Nullable WorkerInfo worker, String reason) implements StopEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.stopRequested(this);
		}

	}

	/**
	 * The cluster is about to stop: it is out of service for balancers, and serves on.
	 *
	 * @param delay how long
	 */
	record Announced(Duration delay) implements StopEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.stopAnnounced(this);
		}

	}

	/**
	 * The cluster was asked to stop.
	 *
	 * @param workers the number of workers that are alive
	 */
	record Started(int workers) implements StopEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.stopStarted(this);
		}

	}

	/**
	 * No worker is left after a stop.
	 *
	 * @param duration the time since the stop began
	 */
	record Finished(Duration duration) implements StopEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.stopFinished(this);
		}

	}

}
