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

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What the master says to a worker of its leadership.
 *
 * @param granted whether the worker is leader from now on, or no longer
 * @param epoch the number of the leadership, which grows from one to the next
 */
public record LeadershipMessage(boolean granted, long epoch) {

	/**
	 * The topic of these messages. A worker that is no longer leader replies when it has
	 * stopped what only a leader does.
	 */
	public static final String TOPIC = "leadership";

	/**
	 * The topic by which a worker tells the master that it is able to lead.
	 */
	public static final String CANDIDATE = "leadership-candidate";

	/**
	 * Return the message as JSON.
	 * @return the body
	 */
	public JsonNode toJson() {
		return JsonNodeFactory.instance.objectNode().put("granted", this.granted).put("epoch", this.epoch);
	}

	/**
	 * Read a message.
	 * @param body the body
	 * @return the message
	 */
	public static LeadershipMessage of(JsonNode body) {
		return new LeadershipMessage(body.path("granted").asBoolean(false), body.path("epoch").asLong(0));
	}

}
