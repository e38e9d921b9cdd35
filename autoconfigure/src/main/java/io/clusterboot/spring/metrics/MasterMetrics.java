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
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import io.clusterboot.cluster.messaging.BusMessage;
import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import io.clusterboot.cluster.messaging.MessageReply;
import io.clusterboot.spring.event.WorkerExitedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.event.EventListener;

/**
 * Keeps, in the master, the latest snapshot of every worker and the sum of those that
 * ended, and collects them for the process that is asked for the metrics of the cluster.
 * All that changes them is a message of its own, so that the one thread of the handlers
 * sees them in order: what a worker told last comes before its end.
 */
public final class MasterMetrics {

	private static final Logger logger = LoggerFactory.getLogger(MasterMetrics.class);

	private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

	private final MessageBus bus;

	private final Duration timeout;

	private final Map<String, Supplier<SnapshotFolding>> foldings;

	private final Supplier<? extends JsonNode> figures;

	private final Map<Integer, Latest> workers = new TreeMap<>();

	private final Map<String, byte[]> bases = new HashMap<>();

	private final Set<String> full = new HashSet<>();

	/**
	 * Ends when the workers that were there before this have told what they have
	 * measured: nobody heard what they told until then.
	 */
	private final CompletableFuture<?> introduced;

	/**
	 * Create a new instance, which handles messages from now on.
	 * @param bus the bus of the master
	 * @param timeout how long workers have to tell their present metrics
	 * @param foldings what adds the snapshots of workers that ended, by their kind;
	 * needed when the first one has
	 * @param figures what the master knows of the cluster
	 */
	public MasterMetrics(MessageBus bus, Duration timeout, Map<String, Supplier<SnapshotFolding>> foldings,
			Supplier<? extends JsonNode> figures) {
		this.bus = bus;
		this.timeout = timeout;
		this.foldings = foldings;
		this.figures = figures;
		bus.handle(MetricsTopics.LATEST, MessageHandler.of(this::latest));
		bus.handle(MetricsTopics.ENDED, MessageHandler.of(this::ended));
		bus.handle(MetricsTopics.COLLECT, this::collect);
		bus.handle(MetricsTopics.COMPOSE, (message) -> CompletableFuture.completedFuture(compose(message.body())));
		this.introduced = bus.ask(Destination.workers(), MetricsTopics.PUSH, JSON.objectNode(), timeout);
	}

	/**
	 * A worker ended. Its messages have arrived before.
	 * @param event its end
	 */
	@EventListener
	public void workerExited(WorkerExitedEvent event) {
		this.bus.tell(Destination.master(), MetricsTopics.ENDED, IntNode.valueOf(event.worker().id()));
	}

	private void latest(BusMessage message) {
		JsonNode body = message.body();
		Latest latest = this.workers.computeIfAbsent(message.sender(),
				(id) -> new Latest(body.path(MetricsTopics.SLOT).asInt(-1), new HashMap<>()));
		body.path(MetricsTopics.SNAPSHOTS)
			.properties()
			.forEach((snapshot) -> latest.snapshots().put(snapshot.getKey(), snapshot.getValue().asString()));
	}

	private void ended(BusMessage message) {
		Latest last = (message.sender() == BusMessage.MASTER) ? this.workers.remove(message.body().asInt()) : null;
		if (last != null) {
			last.snapshots().forEach(this::fold);
		}
	}

	private void fold(String kind, String snapshot) {
		Supplier<SnapshotFolding> folding = this.foldings.get(kind);
		if (folding == null) {
			return;
		}
		try {
			SnapshotFolding.Folded folded = folding.get()
				.fold(this.bases.get(kind), Base64.getDecoder().decode(snapshot));
			this.bases.put(kind, folded.base());
			if (folded.full() && this.full.add(kind)) {
				logger.warn("Workers that ended had more different time series than the master keeps "
						+ "(cluster.metrics.max-series); sums of the others fall when a worker ends");
			}
		}
		catch (RuntimeException | LinkageError ex) {
			logger.warn("The last metrics of a worker can't be read, and are lost", ex);
		}
	}

	private CompletableFuture<JsonNode> collect(BusMessage message) {
		if (!this.introduced.isDone()) {
			// Behind what the workers have told
			return this.introduced.handle((replies, failure) -> message.body())
				.thenCompose((body) -> this.bus.ask(Destination.master(), MetricsTopics.COLLECT, body,
						this.timeout.multipliedBy(2)))
				.thenApply((replies) -> answer(replies.get(0)));
		}
		String kind = message.body().path(MetricsTopics.KIND).asString();
		long began = System.nanoTime();
		return push(kind).thenCompose((replies) -> {
			ObjectNode question = JSON.objectNode().put(MetricsTopics.KIND, kind);
			ArrayNode silent = question.putArray(MetricsTopics.SILENT);
			replies.stream().filter((reply) -> reply.failure() != null).forEach((reply) -> silent.add(reply.worker()));
			return this.bus.ask(Destination.master(), MetricsTopics.COMPOSE, question, this.timeout);
		}).thenApply((replies) -> {
			JsonNode answer = answer(replies.get(0));
			((ObjectNode) answer).put("nanos", System.nanoTime() - began);
			return answer;
		});
	}

	/**
	 * Ask the workers to tell their present metrics, but those that have told none yet: a
	 * worker that starts has nothing to tell, and may take longer than the answer may.
	 */
	private CompletableFuture<List<MessageReply>> push(String kind) {
		JsonNode question = JSON.objectNode().put(MetricsTopics.KIND, kind);
		List<CompletableFuture<List<MessageReply>>> asked = this.workers.keySet()
			.stream()
			.map((id) -> this.bus.ask(Destination.worker(id), MetricsTopics.PUSH, question, this.timeout))
			.toList();
		return CompletableFuture.allOf(asked.toArray(CompletableFuture<?>[]::new))
			.thenApply((all) -> asked.stream().flatMap((replies) -> replies.join().stream()).toList());
	}

	private static JsonNode answer(MessageReply reply) {
		return reply.answer().orElseThrow(() -> new IllegalStateException(reply.failure()));
	}

	/**
	 * Return what is known. A worker that did not answer is silent only if what is known
	 * of it is outdated: one that starts has nothing to tell yet, and one that ended has
	 * told all.
	 */
	private ObjectNode compose(JsonNode question) {
		String kind = question.path(MetricsTopics.KIND).asString();
		ObjectNode answer = JSON.objectNode();
		byte[] base = this.bases.get(kind);
		if (base != null) {
			answer.put(MetricsTopics.BASE, Base64.getEncoder().encodeToString(base));
		}
		ArrayNode told = answer.putArray(MetricsTopics.WORKERS);
		this.workers.forEach((id, latest) -> {
			String snapshot = latest.snapshots().get(kind);
			if (snapshot != null) {
				told.addObject()
					.put(MetricsTopics.ID, id)
					.put(MetricsTopics.SLOT, latest.slot())
					.put(MetricsTopics.DATA, snapshot);
			}
		});
		ArrayNode silent = answer.putArray(MetricsTopics.SILENT);
		for (JsonNode id : question.path(MetricsTopics.SILENT)) {
			if (this.workers.containsKey(id.asInt())) {
				silent.add(id.asInt());
			}
		}
		answer.set(MetricsTopics.FIGURES, this.figures.get());
		return answer;
	}

	/**
	 * The latest snapshots of a worker.
	 *
	 * @param snapshots the snapshots as text, by their kind
	 */
	private record Latest(int slot, Map<String, String> snapshots) {

	}

}
