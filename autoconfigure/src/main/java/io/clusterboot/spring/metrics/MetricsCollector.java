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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageReply;
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
	private static final Duration MARGIN = Duration.ofSeconds(4);

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

	private static String reason(List<MessageReply> replies) {
		return replies.isEmpty() ? "it is not there" : String.valueOf(replies.get(0).failure());
	}

	/**
	 * Ask for the snapshots of all workers.
	 * @param kind the kind of the snapshots
	 * @throws SilentMasterException if the master does not tell them
	 */
	CollectedMetrics collect(String kind) {
		Duration patience = this.timeout.plus(MARGIN);
		try {
			List<MessageReply> replies = this.bus
				.ask(Destination.master(), MetricsTopics.COLLECT,
						JsonNodeFactory.instance.objectNode().put(MetricsTopics.KIND, kind), patience)
				.get(patience.toMillis(), TimeUnit.MILLISECONDS);
			JsonNode answer = replies.stream()
				.findFirst()
				.flatMap(MessageReply::answer)
				.orElseThrow(() -> new SilentMasterException(reason(replies)));
			return CollectedMetrics.read(answer);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new SilentMasterException("interrupted", ex);
		}
		catch (TimeoutException ex) {
			throw new SilentMasterException("no answer within %d ms".formatted(patience.toMillis()), ex);
		}
		catch (ExecutionException ex) {
			throw new SilentMasterException(String.valueOf(ex.getMessage()), ex);
		}
	}

}
