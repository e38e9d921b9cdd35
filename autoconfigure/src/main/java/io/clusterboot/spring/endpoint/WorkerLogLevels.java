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

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import tools.jackson.databind.node.BooleanNode;

import org.springframework.boot.logging.LoggerGroups;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Sets the log levels in a worker that are set in other processes, or were before it
 * started.
 */
public final class WorkerLogLevels {

	/**
	 * Create a new instance, which handles messages from now on.
	 * @param bus the bus of this worker
	 * @param system the logging of this worker
	 * @param groups its groups of loggers
	 */
	public WorkerLogLevels(MessageBus bus, LoggingSystem system, LoggerGroups groups) {
		LogLevels own = new LogLevels(system, groups);
		bus.handle(LogLevels.APPLY, MessageHandler.of((message) -> own.apply(message.body())));
		bus.tell(Destination.master(), LogLevels.JOINED, BooleanNode.TRUE);
	}

}
