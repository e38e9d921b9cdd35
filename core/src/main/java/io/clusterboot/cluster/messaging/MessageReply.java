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

import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The reply of one process.
 *
 * @param worker the worker id, {@value BusMessage#MASTER} for the master
 * @param slot its slot, -1 for the master
 * @param body the reply, {@code null} if there is none
 * @param failure why there is none, else {@code null}
 */
public record MessageReply(int worker, int slot, @Nullable JsonNode body, @Nullable String failure) {

	/**
	 * Create the reply of a process that answered.
	 * @param worker the worker id
	 * @param slot its slot
	 * @param body the reply
	 * @return the reply
	 */
	static MessageReply of(int worker, int slot, JsonNode body) {
		return new MessageReply(worker, slot, body, null);
	}

	/**
	 * Create the reply that stands for a process which did not answer.
	 * @param worker the worker id
	 * @param slot its slot
	 * @param failure why not
	 * @return the reply
	 */
	static MessageReply failed(int worker, int slot, String failure) {
		return new MessageReply(worker, slot, null, failure);
	}

	/**
	 * Return what was answered.
	 * @return the body, empty if there is no answer
	 */
	public Optional<JsonNode> answer() {
		return Optional.ofNullable(this.body);
	}

	/**
	 * Return whether the master sent it.
	 * @return whether it is the reply of the master
	 */
	public boolean isOfMaster() {
		return this.worker == BusMessage.MASTER;
	}

}
