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

import io.clusterboot.cluster.WorkerInfo;

/**
 * All threads of a worker that serve requests are busy, and requests wait for one. The
 * worker serves on; it is replaced for that only with
 * {@code cluster.liveness.thread-pool=true}, as a {@link WorkerHungEvent} tells.
 */
public class WorkerThreadPoolExhaustedEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final Duration duration;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param duration for how long the thread pool has been exhausted
	 */
	public WorkerThreadPoolExhaustedEvent(Object source, WorkerInfo worker, Duration duration) {
		super(source, worker);
		this.duration = duration;
	}

	/**
	 * Return for how long the thread pool has been exhausted.
	 * @return the time
	 */
	public Duration duration() {
		return this.duration;
	}

}
