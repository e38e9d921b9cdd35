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

import io.clusterboot.cluster.ExitCause;
import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.process.ExitStatus;

/**
 * The process of a worker ended.
 */
public class WorkerExitedEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final transient ExitStatus status;

	private final transient ExitCause cause;

	private final boolean expected;

	private final Duration uptime;

	private final long drained;

	private final long aborted;

	private final transient WorkerStatus.Traffic traffic;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param status how the process ended
	 * @param cause why the process ended, as far as that can be known
	 * @param expected whether the master asked for the end
	 * @param uptime how long it lived
	 * @param drained how many requests it answered after it was asked to end
	 * @param aborted how many requests were in flight when it ended
	 * @param traffic what it served, from its fork to its end
	 */
	public WorkerExitedEvent(Object source, WorkerInfo worker, ExitStatus status, ExitCause cause, boolean expected,
			Duration uptime, long drained, long aborted, WorkerStatus.Traffic traffic) {
		super(source, worker);
		this.status = status;
		this.cause = cause;
		this.expected = expected;
		this.uptime = uptime;
		this.drained = drained;
		this.aborted = aborted;
		this.traffic = traffic;
	}

	/**
	 * Return how the process ended.
	 * @return the exit code, and the signal if it was one
	 */
	public ExitStatus status() {
		return this.status;
	}

	/**
	 * Return why the process ended.
	 * @return the cause, as far as it can be known
	 */
	public ExitCause cause() {
		return this.cause;
	}

	/**
	 * Return whether the end was expected.
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

	/**
	 * Return how many requests it answered after it was asked to end.
	 * @return the number of requests
	 */
	public long drained() {
		return this.drained;
	}

	/**
	 * Return how many requests were in flight when it ended.
	 * @return the number of requests that were not answered
	 */
	public long aborted() {
		return this.aborted;
	}

	/**
	 * Return what it served, from its fork to its end.
	 * @return the last values of its counters
	 */
	public WorkerStatus.Traffic traffic() {
		return this.traffic;
	}

}
