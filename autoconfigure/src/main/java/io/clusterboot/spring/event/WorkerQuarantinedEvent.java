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

/**
 * A worker was taken out of rotation, and stays alive until it is released.
 */
public class WorkerQuarantinedEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 */
	public WorkerQuarantinedEvent(Object source, WorkerInfo worker) {
		super(source, worker);
	}

}
