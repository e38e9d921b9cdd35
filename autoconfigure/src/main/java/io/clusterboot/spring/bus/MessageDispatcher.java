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

import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.messaging.ClusterMessageEvent;
import io.clusterboot.spring.messaging.MessageOrigin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;

/**
 * Gives the messages that arrive to the application: as events, and to the method that
 * handles them, on threads of its own, while the context runs. Those that arrive before
 * wait.
 */
public final class MessageDispatcher implements SmartLifecycle {

	/**
	 * Largest number of messages that wait for the application.
	 */
	static final int CAPACITY = 10_000;

	private static final Logger logger = LoggerFactory.getLogger(MessageDispatcher.class);

	private final MessageTypes types;

	private final HandlerMethods methods;

	private final ApplicationEventPublisher publisher;

	private volatile SenderThreads threads = new SenderThreads(CAPACITY);

	private volatile boolean running;

	/**
	 * Create a new instance, which takes messages from now on.
	 * @param bus the bus of this process
	 * @param types the types of messages
	 * @param methods the methods that handle them
	 * @param publisher publishes events
	 */
	public MessageDispatcher(MessageBus bus, MessageTypes types, HandlerMethods methods,
			ApplicationEventPublisher publisher) {
		this.types = types;
		this.methods = methods;
		this.publisher = publisher;
		bus.handle(MessageTopic.ALL, this::received);
	}

	private CompletableFuture<JsonNode> received(BusMessage message) {
		CompletableFuture<JsonNode> reply = new CompletableFuture<>();
		int sender = (message.host() != null) ? Objects.hash(message.host(), message.sender()) : message.sender();
		if (!this.threads.execute(sender, () -> handle(message, reply))) {
			reply.completeExceptionally(new IllegalStateException(
					this.threads.hasEnded() ? "the application has stopped" : "%d others wait".formatted(CAPACITY)));
		}
		return reply;
	}

	private void handle(BusMessage message, CompletableFuture<JsonNode> reply) {
		try {
			deliver(message).whenComplete((result, failure) -> {
				if (failure != null) {
					reply.completeExceptionally(failure);
				}
				else {
					reply.complete(result);
				}
			});
		}
		catch (RuntimeException | Error ex) {
			reply.completeExceptionally(ex);
		}
	}

	private CompletableFuture<JsonNode> deliver(BusMessage message) {
		String name = MessageTopic.nameIn(message.topic());
		JsonNode tree = MessageTopic.payload(message.body());
		MessageOrigin origin = new MessageOrigin(message.sender(), message.host());
		Class<?> type = this.types.typeOf(name);
		Object payload = (type != null) ? MessageJson.read(tree, type) : null;
		if (type == null || payload == null) {
			publish(new ClusterMessageEvent<>(origin, name, tree, JsonNode.class));
			return unhandled(message, name);
		}
		ClusterMessageEvent<Object> event = new ClusterMessageEvent<>(origin, name, payload, type);
		publish(event);
		publish(new PayloadApplicationEvent<>(origin, payload));
		HandlerMethod method = this.methods.handlerOf(name);
		return (method != null) ? method.handle(payload, event) : unhandled(message, name);
	}

	/**
	 * Publish an event. A listener that fails does not keep the message from its handler.
	 */
	private void publish(ApplicationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.warn("A listener of a message from {} failed", event.getSource(), ex);
		}
	}

	private static CompletableFuture<JsonNode> unhandled(BusMessage message, String name) {
		return MessageTopic.isAsked(message.body())
				? CompletableFuture.failedFuture(new IllegalStateException("no handler of '%s'".formatted(name)))
				: CompletableFuture.completedFuture(JsonNodeFactory.instance.nullNode());
	}

	/**
	 * Return the first phase, which starts before the server and stops after it.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public void start() {
		if (this.threads.hasEnded()) {
			this.threads = new SenderThreads(CAPACITY);
		}
		this.threads.start();
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
		int missed = this.threads.end();
		if (missed > 0) {
			logger.debug("{} messages were not handled before the application stopped", missed);
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

}
