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

import io.clusterboot.cluster.WorkerInfo;

import org.springframework.context.ApplicationEvent;

/**
 * Something that happened to one worker. Published in the master, on a thread for events
 * only, one event after another: a listener that blocks delays later events and nothing
 * else. For each worker the order is forked, online, listening, disconnected, exited, and
 * each of them except listening is published exactly once.
 */
public abstract class WorkerEvent extends ApplicationEvent {

	private static final long serialVersionUID = 1L;

	private final transient WorkerInfo worker;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker, as it was right after this happened
	 */
	protected WorkerEvent(Object source, WorkerInfo worker) {
		super(source);
		this.worker = worker;
	}

	/**
	 * Return the worker this happened to.
	 * @return the worker, as it was right after this happened
	 */
	public WorkerInfo worker() {
		return this.worker;
	}

	@Override
	public String toString() {
		return "%s[worker=%s]".formatted(getClass().getSimpleName(), this.worker);
	}

}
