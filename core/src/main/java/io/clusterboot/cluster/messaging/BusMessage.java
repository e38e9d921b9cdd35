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
package io.clusterboot.cluster.messaging;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A message as its receiver sees it.
 *
 * @param topic its topic
 * @param sender the id of the worker that sent it, {@value #MASTER} for the master
 * @param host the host whose cluster the sender is in, {@code null} for this one
 * @param body any JSON value
 */
public record BusMessage(String topic, int sender, @Nullable String host, JsonNode body) {

	/**
	 * The number that stands for the master, where worker ids begin with 1.
	 */
	public static final int MASTER = 0;

	/**
	 * Create a message of this cluster.
	 * @param topic its topic
	 * @param sender the id of the worker that sent it, {@value #MASTER} for the master
	 * @param body any JSON value
	 */
	public BusMessage(String topic, int sender, JsonNode body) {
		this(topic, sender, null, body);
	}

}
