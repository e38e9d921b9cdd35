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

import java.nio.file.Path;

import io.clusterboot.cluster.WorkerInfo;

/**
 * The master dumped the threads of a worker that missed a deadline.
 */
public class WorkerThreadsDumpedEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final transient Path file;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param file the file with the thread dump
	 */
	public WorkerThreadsDumpedEvent(Object source, WorkerInfo worker, Path file) {
		super(source, worker);
		this.file = file;
	}

	/**
	 * Return the file with the thread dump.
	 * @return the file
	 */
	public Path file() {
		return this.file;
	}

}
