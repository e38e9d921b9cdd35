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

package io.clusterboot.spring.bus;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.spring.messaging.ClusterMessaging;
import io.clusterboot.spring.messaging.ClusterMessagingException;
import io.clusterboot.spring.messaging.ClusterReply;
import io.clusterboot.spring.messaging.MessageOrigin;
import io.clusterboot.spring.messaging.Recipients;
import tools.jackson.databind.JsonNode;

/**
 * Sends the messages of the application over the bus.
 */
public final class BusMessaging implements ClusterMessaging {

	private final MessageBus bus;

	private final MessageTypes types;

	/**
	 * Create a new instance.
	 * @param bus the bus of this process
	 * @param types the names of the types
	 */
	public BusMessaging(MessageBus bus, MessageTypes types) {
		this.bus = bus;
		this.types = types;
	}

	@Override
	public void send(Recipients recipients, Object message) {
		send(destination(recipients), message, MessageTopic.told(message));
	}

	/**
	 * Send a message to all other processes, on all hosts.
	 */
	void broadcast(Object message) {
		send(destination(Recipients.others()), message, MessageTopic.broadcast(message));
	}

	private void send(Destination destination, Object message, JsonNode body) {
		String name = this.types.nameOf(message.getClass());
		String failure = this.bus.tell(destination, MessageTopic.of(name), body);
		if (failure != null) {
			throw new ClusterMessagingException("Message '%s' was not sent: %s".formatted(name, failure), null);
		}
	}

	@Override
	public <T> CompletableFuture<T> request(Recipients recipient, Object message, Class<T> replyType,
			Duration deadline) {
		String name = this.types.nameOf(message.getClass());
		return gather(recipient, message, replyType, deadline).thenApply((replies) -> replies.stream()
			.filter(ClusterReply::isSuccess)
			.findFirst()
			.orElseThrow(() -> unanswered(name, replies))
			.value());
	}

	private static ClusterMessagingException unanswered(String name, List<? extends ClusterReply<?>> replies) {
		return replies.isEmpty()
				? new ClusterMessagingException("Message '%s': there is no such process".formatted(name), null)
				: new ClusterMessagingException(
						"Message '%s' to %s: %s".formatted(name, replies.get(0).origin(), replies.get(0).failure()),
						null);
	}

	@Override
	public <T> CompletableFuture<List<ClusterReply<T>>> gather(Recipients recipients, Object message,
			Class<T> replyType, Duration deadline) {
		String name = this.types.nameOf(message.getClass());
		return this.bus.ask(destination(recipients), MessageTopic.of(name), MessageTopic.asked(message), deadline)
			.handle((replies, failure) -> {
				if (failure != null) {
					throw failed(name, failure);
				}
				return replies.stream().map((reply) -> reply(reply, replyType)).toList();
			});
	}

	private static ClusterMessagingException failed(String name, Throwable failure) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String reason = (cause instanceof TimeoutException) ? "the master does not answer" : cause.getMessage();
		return new ClusterMessagingException("Message '%s': %s".formatted(name, reason), cause);
	}

	private static <T> ClusterReply<T> reply(MessageReply reply, Class<T> type) {
		MessageOrigin origin = new MessageOrigin(reply.worker());
		if (reply.body() == null) {
			return new ClusterReply<>(origin, null, reply.failure());
		}
		try {
			return new ClusterReply<>(origin, MessageJson.read(reply.body(), type), null);
		}
		catch (RuntimeException ex) {
			return new ClusterReply<>(origin, null, "the reply is no %s: %s".formatted(type.getName(), ex));
		}
	}

	private static Destination destination(Recipients recipients) {
		return switch (recipients.kind()) {
			case WORKER -> Destination.worker(recipients.number());
			case SLOT -> Destination.slot(recipients.number());
			case MASTER -> Destination.master();
			case WORKERS -> Destination.workers();
			case ALL -> Destination.everywhere();
			case OTHERS -> Destination.everywhere().butSender();
			case OTHER_WORKERS -> Destination.workers().butSender();
		};
	}

}
