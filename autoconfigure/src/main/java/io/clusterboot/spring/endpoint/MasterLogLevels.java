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

package io.clusterboot.spring.endpoint;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;

import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Passes log levels that are set in any process on to all of them, and remembers them for
 * workers that start later. All of that happens on the one thread of the handlers, so
 * that every process ends with the level that was set last.
 */
public final class MasterLogLevels {

	/**
	 * How many are remembered: the names of a request are free.
	 */
	private static final int CAPACITY = 1000;

	private static final Duration PATIENCE = Duration.ofSeconds(3);

	private static final Logger logger = LoggerFactory.getLogger(MasterLogLevels.class);

	private final MessageBus bus;

	private final LogLevels own;

	private final Map<String, JsonNode> remembered = new LinkedHashMap<>();

	/**
	 * Create a new instance, which handles messages from now on.
	 * @param bus the bus of the master
	 * @param system the logging of the master
	 * @param groups its groups of loggers
	 */
	public MasterLogLevels(MessageBus bus, LoggingSystem system, LoggerGroups groups) {
		this.bus = bus;
		this.own = new LogLevels(system, groups);
		bus.handle(LogLevels.SET, this::set);
		bus.handle(LogLevels.JOINED, MessageHandler.of(this::joined));
	}

	private CompletableFuture<JsonNode> set(BusMessage message) {
		JsonNode level = message.body();
		this.own.apply(level);
		this.remembered.remove(LogLevels.name(level));
		this.remembered.put(LogLevels.name(level), level);
		if (this.remembered.size() > CAPACITY) {
			this.remembered.remove(this.remembered.keySet().iterator().next());
		}
		return this.bus.ask(Destination.workers(), LogLevels.APPLY, level, PATIENCE).thenApply((replies) -> {
			replies.stream().filter((reply) -> reply.failure() != null).forEach(MasterLogLevels::missed);
			return BooleanNode.TRUE;
		});
	}

	private static void missed(MessageReply reply) {
		logger.warn("Worker {} (slot {}) has not confirmed a log level: {}", reply.worker(), reply.slot(),
				reply.failure());
	}

	private void joined(BusMessage message) {
		this.remembered.values()
			.forEach((level) -> this.bus.tell(Destination.worker(message.sender()), LogLevels.APPLY, level));
	}

}
