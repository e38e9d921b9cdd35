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
import java.util.List;

import io.clusterboot.cluster.WorkerInfo;

/**
 * An event of a rolling restart, as the master reports it.
 */
public sealed interface RollEvent extends ClusterEvent {

	/**
	 * A rolling restart begins.
	 *
	 * @param generation the generation of the new workers
	 * @param workers the number of workers to replace
	 */
	record Started(int generation, int workers) implements RollEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.rollStarted(this);
		}

	}

	/**
	 * The first worker of a generation is ready, and is watched before the other workers
	 * are replaced.
	 *
	 * @param worker the worker
	 * @param duration how long it is watched
	 */
	record CanaryStarted(WorkerInfo worker, Duration duration) implements RollEvent, ClusterEvent.OfWorker {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.canaryStarted(this);
		}

	}

	/**
	 * The canary passed: every worker that is forked from now on belongs to its
	 * generation.
	 *
	 * @param generation the generation
	 */
	record Committed(int generation) implements RollEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.committed(this);
		}

	}

	/**
	 * A rolling restart replaced one more worker: the new one is ready, and the old one
	 * has ended.
	 *
	 * @param generation the generation of the new workers
	 * @param replaced the number of workers that were replaced so far
	 * @param workers the number of workers to replace
	 */
	record Progressed(int generation, int replaced, int workers) implements RollEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.rollProgressed(this);
		}

	}

	/**
	 * A rolling restart replaced all workers.
	 *
	 * @param generation the generation of the new workers
	 * @param replaced the number of workers that were replaced
	 * @param duration the time since the restart began
	 */
	record Finished(int generation, int replaced, Duration duration) implements RollEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.rollFinished(this);
		}

	}

	/**
	 * A rolling restart failed.
	 *
	 * @param generation the generation that was given up
	 * @param reason why
	 * @param lastOutput the last lines of the worker that failed, empty if none failed
	 * @param duration the time since the restart began
	 */
	record Failed(int generation, String reason, List<String> lastOutput, Duration duration) implements RollEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.rollFailed(this);
		}

	}

}
