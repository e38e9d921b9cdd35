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

package io.clusterboot.spring.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageReply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Asks the master for the metrics of the cluster. May be used from any thread that may
 * block.
 */
public final class MetricsCollector {

	/**
	 * How much longer than the workers the master may take.
	 */
	private static final Duration MARGIN = Duration.ofSeconds(1);

	private static final Logger logger = LoggerFactory.getLogger(MetricsCollector.class);

	private final MessageBus bus;

	private final Duration timeout;

	private final ThreadLocal<Boolean> ownOnly = ThreadLocal.withInitial(() -> false);

	/**
	 * Create a new instance.
	 * @param bus the bus of this process
	 * @param timeout how long workers have to tell their present metrics
	 */
	public MetricsCollector(MessageBus bus, Duration timeout) {
		this.bus = bus;
		this.timeout = timeout;
	}

	/**
	 * Return whether only the metrics of this process are wanted on this thread.
	 */
	boolean isOwnOnly() {
		return this.ownOnly.get();
	}

	/**
	 * Call something that reads the metrics of this process only.
	 * @param <T> the type of the result
	 * @param call what to call
	 * @return its result
	 */
	public <T> T ownOnly(Supplier<T> call) {
		this.ownOnly.set(true);
		try {
			return call.get();
		}
		finally {
			this.ownOnly.remove();
		}
	}

	/**
	 * Ask for the snapshots of all workers.
	 * @param kind the kind of the snapshots
	 * @return the snapshots, empty if the master does not answer
	 */
	Optional<CollectedMetrics> collect(String kind) {
		Duration patience = this.timeout.plus(MARGIN);
		try {
			List<MessageReply> replies = this.bus
				.ask(Destination.master(), MetricsTopics.COLLECT,
						JsonNodeFactory.instance.objectNode().put(MetricsTopics.KIND, kind), patience)
				.get(patience.toMillis(), TimeUnit.MILLISECONDS);
			Optional<JsonNode> answer = replies.stream().findFirst().flatMap(MessageReply::answer);
			if (answer.isEmpty()) {
				logger.warn("The master did not collect the metrics of the cluster: {}", replies);
			}
			return answer.map(CollectedMetrics::read);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return Optional.empty();
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			logger.warn("The master did not collect the metrics of the cluster: {}", String.valueOf(ex.getMessage()));
			return Optional.empty();
		}
	}

}
