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

package io.clusterboot.spring.event;

import java.time.Duration;

/**
 * A rolling restart replaced all workers.
 */
public class RollFinishedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int generation;

	private final int replaced;

	private final Duration duration;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param generation the generation of the new workers
	 * @param replaced how many workers were replaced
	 * @param duration how long the restart took
	 */
	public RollFinishedEvent(Object source, int generation, int replaced, Duration duration) {
		super(source);
		this.generation = generation;
		this.replaced = replaced;
		this.duration = duration;
	}

	/**
	 * Return the generation of the new workers.
	 * @return the number
	 */
	public int generation() {
		return this.generation;
	}

	/**
	 * Return how many workers were replaced.
	 * @return the number of workers
	 */
	public int replaced() {
		return this.replaced;
	}

	/**
	 * Return how long the restart took.
	 * @return the time since the start
	 */
	public Duration duration() {
		return this.duration;
	}

}
