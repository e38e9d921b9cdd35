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
import tools.jackson.databind.JsonNode;

/**
 * A worker sent a message.
 */
public class WorkerMessageEvent extends WorkerEvent {

	private static final long serialVersionUID = 1L;

	private final transient JsonNode message;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param worker the worker
	 * @param message the message
	 */
	public WorkerMessageEvent(Object source, WorkerInfo worker, JsonNode message) {
		super(source, worker);
		this.message = message;
	}

	/**
	 * Return the message.
	 * @return any JSON value
	 */
	public JsonNode message() {
		return this.message;
	}

}
