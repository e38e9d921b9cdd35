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

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Sends messages to other processes of the cluster, and receives theirs. Master and
 * workers have one each; those of workers pass through the master.
 * <p>
 * Delivery is at most once: a process that is gone, or whose channel is full, misses a
 * message. What one process sends to another arrives in order. All methods may be called
 * from any thread and never block; handlers are called on one thread.
 */
public interface MessageBus {

	/**
	 * Send a message that has no reply. A process without a handler of the topic ignores
	 * it.
	 * @param destination which processes
	 * @param topic the topic
	 * @param body any JSON value
	 * @return {@code null}, or why it reaches no process: it is too large, or the channel
	 * is full or has ended. A worker knows that of the channel to the master only
	 */
	@Nullable String tell(Destination destination, String topic, JsonNode body);

	/**
	 * Send a message, and gather the replies.
	 * @param destination which processes
	 * @param topic the topic
	 * @param body any JSON value
	 * @param timeout how long the replies are waited for
	 * @return completes with one reply for each process that was asked, the master first,
	 * the workers by id; a process that has no handler, fails, ends or is late has a
	 * failure. In a worker it fails with {@link IllegalStateException} when the channel
	 * to the master ends, and with {@link java.util.concurrent.TimeoutException} when the
	 * master does not answer
	 */
	CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body, Duration timeout);

	/**
	 * Handle the messages of a topic in this process.
	 * @param topic the topic; one that ends with {@code :} stands for a group: all topics
	 * that begin with it and have no handler of their own. Messages of a group that
	 * arrive before wait for the handler
	 * @param handler receives them; replaces the handler that the topic has
	 */
	void handle(String topic, MessageHandler handler);

}
