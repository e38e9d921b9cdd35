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

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A rolling restart that is under way.
 *
 * @param generation the generation of the new workers
 * @param since when it began
 * @param replaced how many workers are replaced: the new one is ready, and the old one
 * has ended
 * @param workers how many workers there were to replace when it began
 * @param step what it does now
 * @param canary the id of the worker that is watched before the others are replaced,
 * {@code null} before there is one
 */
public record RollStatus(int generation, Instant since, int replaced, int workers, Step step,
		@Nullable Integer canary) {

	/**
	 * The steps of a rolling restart.
	 */
	public enum Step {

		/**
		 * The first new worker starts.
		 */
		STARTING,

		/**
		 * The first new worker is ready, and is watched.
		 */
		CANARY,

		/**
		 * The new generation is committed, and the other workers are replaced.
		 */
		REPLACING

	}

}
