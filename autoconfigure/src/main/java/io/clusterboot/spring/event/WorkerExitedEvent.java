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
import io.clusterboot.process.ExitStatus;

/**
 * The process of a worker ended.
 */
public class WorkerExitedEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final transient ExitStatus status;

	private final boolean expected;

	private final Duration uptime;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param status how it ended
	 * @param expected whether that was wanted
	 * @param uptime how long it lived
	 */
	public WorkerExitedEvent(Object source, WorkerInfo worker, ExitStatus status, boolean expected, Duration uptime) {
		super(source, worker);
		this.status = status;
		this.expected = expected;
		this.uptime = uptime;
	}

	/**
	 * Return how the process ended.
	 * @return the exit code, and the signal if it was one
	 */
	public ExitStatus status() {
		return this.status;
	}

	/**
	 * Return whether its end was wanted.
	 * @return {@code true} if the master asked for it
	 */
	public boolean expected() {
		return this.expected;
	}

	/**
	 * Return how long the worker lived.
	 * @return the time since the fork
	 */
	public Duration uptime() {
		return this.uptime;
	}

}
