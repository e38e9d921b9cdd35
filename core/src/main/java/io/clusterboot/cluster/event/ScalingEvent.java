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

/**
 * An event of a change of the number of workers, as the master reports it.
 */
public sealed interface ScalingEvent extends ClusterEvent {

	/**
	 * The cluster changes its number of workers.
	 *
	 * @param from the number before
	 * @param to the new number
	 */
	record Started(int from, int to) implements ScalingEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.scalingStarted(this);
		}

	}

	/**
	 * The cluster has the new number of workers, and all of them are ready.
	 *
	 * @param size the number of workers
	 * @param duration the time since the change began
	 */
	record Finished(int size, Duration duration) implements ScalingEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.scalingFinished(this);
		}

	}

}
