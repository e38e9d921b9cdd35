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
import java.util.Optional;

import io.clusterboot.cluster.Hang;
import io.clusterboot.cluster.WorkerInfo;

/**
 * A worker, or one of its event loops, makes no progress, or none of its threads has
 * become free for a request and {@code cluster.liveness.thread-pool} is set. The master
 * dumps its threads, then stops and replaces it, unless {@link #spared()} names a reason
 * not to, such as a debugger.
 */
public class WorkerHungEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final Hang hang;

	private final Duration duration;

	private final transient Optional<String> spared;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param hang the kind of hang
	 * @param duration how long the worker made no progress
	 * @param spared why the worker is not replaced, empty if it is
	 */
	public WorkerHungEvent(Object source, WorkerInfo worker, Hang hang, Duration duration, Optional<String> spared) {
		super(source, worker);
		this.hang = hang;
		this.duration = duration;
		this.spared = spared;
	}

	/**
	 * Return the kind of hang.
	 * @return the kind
	 */
	public Hang hang() {
		return this.hang;
	}

	/**
	 * Return how long the worker made no progress.
	 * @return the time without progress
	 */
	public Duration duration() {
		return this.duration;
	}

	/**
	 * Return why the worker is not replaced.
	 * @return the reason, empty if the worker is ended and replaced
	 */
	public Optional<String> spared() {
		return this.spared;
	}

}
