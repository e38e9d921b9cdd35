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

import java.io.Closeable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.clusterboot.cluster.loop.SerialThread;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * The handlers of this process. They are called one after the other, in the order in
 * which messages arrive, on a thread that is there while there are messages. May be used
 * from any thread.
 */
final class MessageHandlers implements Closeable {

	/**
	 * Largest number of messages that wait for the handlers; what comes beyond that is
	 * dropped.
	 */
	static final int CAPACITY = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(MessageHandlers.class);

	private final Map<String, MessageHandler> handlers = new ConcurrentHashMap<>();

	/**
	 * Messages of groups that have no handler yet.
	 */
	private final List<Early> early = new ArrayList<>();

	private final ExecutorService thread = SerialThread.named("cluster-messages");

	private final AtomicInteger waiting = new AtomicInteger();

	/**
	 * Handle the messages of a topic, or of a group of topics, from now on, and those of
	 * the group that wait.
	 */
	void put(String topic, MessageHandler handler) {
		synchronized (this.early) {
			this.handlers.put(topic, handler);
			List<Early> due = this.early.stream().filter((message) -> handler(message.topic()) != null).toList();
			this.early.removeAll(due);
			due.forEach((message) -> message.delivery().accept(handler));
		}
	}

	private @Nullable MessageHandler handler(String topic) {
		MessageHandler handler = this.handlers.get(topic);
		return (handler != null) ? handler : this.handlers.get(group(topic));
	}

	/**
	 * Return what the topics of a group begin with, empty if a topic is in none.
	 */
	private static String group(String topic) {
		return topic.substring(0, topic.indexOf(':') + 1);
	}

	/**
	 * Pass a message to its handler. One of a group waits if there is no handler yet: the
	 * context that has it starts later than the bus.
	 * @return {@code false} if there is no handler
	 */
	private boolean deliver(String topic, Consumer<MessageHandler> delivery) {
		synchronized (this.early) {
			MessageHandler handler = handler(topic);
			if (handler != null) {
				delivery.accept(handler);
				return true;
			}
			return !group(topic).isEmpty() && this.early.size() < CAPACITY
					&& this.early.add(new Early(topic, delivery));
		}
	}

	/**
	 * Deliver a message that has no reply.
	 */
	void tell(BusMessage message) {
		if (!deliver(message.topic(), (handler) -> tell(message, handler))) {
			logger.debug("No handler of '{}' from {}", message.topic(), sender(message));
		}
	}

	private void tell(BusMessage message, MessageHandler handler) {
		boolean accepted = execute(() -> handle(handler, message).whenComplete((reply, failure) -> {
			if (failure != null) {
				logger.warn("A handler of '{}' failed", message.topic(), cause(failure));
			}
		}));
		if (!accepted) {
			logger.warn("A message '{}' from {} was dropped: {} others wait for the handlers", message.topic(),
					sender(message), CAPACITY);
		}
	}

	private static String sender(BusMessage message) {
		return (message.sender() == BusMessage.MASTER) ? "the master" : "worker " + message.sender();
	}

	/**
	 * Deliver a message that has a reply.
	 * @param worker the id of this process
	 * @param slot the slot of this process
	 * @param receiver receives the reply, always
	 */
	void ask(BusMessage message, int worker, int slot, Consumer<MessageReply> receiver) {
		if (!deliver(message.topic(), (handler) -> ask(message, handler, worker, slot, receiver))) {
			receiver.accept(MessageReply.failed(worker, slot, "no handler of '%s'".formatted(message.topic())));
		}
	}

	private void ask(BusMessage message, MessageHandler handler, int worker, int slot,
			Consumer<MessageReply> receiver) {
		boolean accepted = execute(() -> handle(handler, message).whenComplete((reply, failure) -> receiver
			.accept((failure != null) ? MessageReply.failed(worker, slot, String.valueOf(cause(failure)))
					: MessageReply.of(worker, slot, reply))));
		if (!accepted) {
			receiver.accept(MessageReply.failed(worker, slot,
					"dropped, as %d messages wait for the handlers".formatted(CAPACITY)));
		}
	}

	/**
	 * Run a task after those that wait, unless they are too many.
	 */
	private boolean execute(Runnable task) {
		if (this.waiting.incrementAndGet() > CAPACITY) {
			this.waiting.decrementAndGet();
			return false;
		}
		this.thread.execute(() -> {
			this.waiting.decrementAndGet();
			task.run();
		});
		return true;
	}

	private static CompletableFuture<? extends JsonNode> handle(MessageHandler handler, BusMessage message) {
		try {
			return handler.handle(message);
		}
		catch (RuntimeException | Error ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

	/**
	 * A message that waits for its handler.
	 *
	 * @param delivery passes it to the handler
	 */
	private record Early(String topic, Consumer<MessageHandler> delivery) {

	}

}
