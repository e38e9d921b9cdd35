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
 * The cluster has the requested number of workers, and all are ready.
 */
public class ScalingFinishedEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int size;

	private final Duration duration;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param size how many workers the cluster has
	 * @param duration how long the change took
	 */
	public ScalingFinishedEvent(Object source, int size, Duration duration) {
		super(source);
		this.size = size;
		this.duration = duration;
	}

	/**
	 * Return how many workers the cluster has.
	 * @return the number of slots
	 */
	public int size() {
		return this.size;
	}

	/**
	 * Return how long the change took.
	 * @return the time since the start
	 */
	public Duration duration() {
		return this.duration;
	}

}
