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

import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Handles the messages of one topic. Called by one thread for all topics of a process,
 * which it should not hold for long.
 */
@FunctionalInterface
public interface MessageHandler {

	/**
	 * Handle a message.
	 * @param message the message
	 * @return completes with the reply, which nobody reads if the message was only told
	 */
	CompletableFuture<? extends JsonNode> handle(BusMessage message);

	/**
	 * Create a handler that has nothing to reply.
	 * @param receiver receives the messages
	 * @return the handler
	 */
	static MessageHandler of(Consumer<BusMessage> receiver) {
		return (message) -> {
			receiver.accept(message);
			return CompletableFuture.completedFuture(JsonNodeFactory.instance.nullNode());
		};
	}

}
