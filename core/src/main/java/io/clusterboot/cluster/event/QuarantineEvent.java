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

import io.clusterboot.cluster.WorkerInfo;

/**
 * An event of a worker that is taken out of rotation and stays alive, as the master
 * reports it.
 */
public sealed interface QuarantineEvent extends ClusterEvent.OfWorker {

	/**
	 * A worker was told to accept nothing more.
	 *
	 * @param worker the worker
	 */
	record Begun(WorkerInfo worker) implements QuarantineEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.quarantined(this);
		}

	}

	/**
	 * A worker was released.
	 *
	 * @param worker the worker
	 * @param returned whether it serves again; else it drains and ends
	 */
	record Ended(WorkerInfo worker, boolean returned) implements QuarantineEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.released(this);
		}

	}

}
