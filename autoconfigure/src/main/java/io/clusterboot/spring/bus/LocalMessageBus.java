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
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The bus of a standalone application: the only process there is, which is what the
 * master and the workers are together elsewhere. Handlers are called on the thread that
 * sends, and should not hold it. May be used from any thread.
 */
public final class LocalMessageBus implements MessageBus {

	private static final int NO_SLOT = -1;

	private static final Logger logger = LoggerFactory.getLogger(LocalMessageBus.class);

	private final Map<String, MessageHandler> handlers = new ConcurrentHashMap<>();

	@Override
	public @Nullable String tell(Destination destination, String topic, JsonNode body) {
		MessageHandler handler = handler(topic);
		if (includesThis(destination) && handler != null) {
			handle(handler, topic, body).whenComplete((reply, failure) -> {
				if (failure != null) {
					logger.warn("A handler of '{}' failed", topic, failure);
				}
			});
		}
		return null;
	}

	@Override
	public CompletableFuture<List<MessageReply>> ask(Destination destination, String topic, JsonNode body,
			Duration timeout) {
		if (!includesThis(destination)) {
			return CompletableFuture.completedFuture(List.of());
		}
		MessageHandler handler = handler(topic);
		CompletableFuture<MessageReply> reply = (handler != null)
				? handle(handler, topic, body).handle(LocalMessageBus::reply)
				: CompletableFuture.completedFuture(failed("no handler of '%s'".formatted(topic)));
		return reply
			.completeOnTimeout(failed("no answer within %d ms".formatted(timeout.toMillis())), timeout.toMillis(),
					TimeUnit.MILLISECONDS)
			.thenApply(List::of);
	}

	private @Nullable MessageHandler handler(String topic) {
		MessageHandler handler = this.handlers.get(topic);
		return (handler != null) ? handler : this.handlers.get(topic.substring(0, topic.indexOf(':') + 1));
	}

	private static CompletableFuture<? extends JsonNode> handle(MessageHandler handler, String topic, JsonNode body) {
		return handler.handle(new BusMessage(topic, BusMessage.MASTER, body));
	}

	private static MessageReply reply(@Nullable JsonNode body, @Nullable Throwable failure) {
		if (failure == null) {
			return new MessageReply(BusMessage.MASTER, NO_SLOT, body, null);
		}
		boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
		return failed(String.valueOf(wrapped ? failure.getCause() : failure));
	}

	private static MessageReply failed(String failure) {
		return new MessageReply(BusMessage.MASTER, NO_SLOT, null, failure);
	}

	private static boolean includesThis(Destination destination) {
		return !destination.withoutSender() && switch (destination.scope()) {
			case MASTER, WORKERS, EVERYWHERE -> true;
			case WORKER, SLOT -> false;
		};
	}

	@Override
	public void handle(String topic, MessageHandler handler) {
		this.handlers.put(topic, handler);
	}

}
