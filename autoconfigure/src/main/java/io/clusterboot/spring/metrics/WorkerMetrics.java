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
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.clusterboot.cluster.messaging.Destination;
import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.cluster.messaging.MessageHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import org.springframework.context.SmartLifecycle;

/**
 * Tells the master what this worker has measured: every second, so that little is lost
 * when its process is killed; when the master asks; and after the last request, so that
 * nothing is lost when it ends in order.
 */
public final class WorkerMetrics implements SmartLifecycle {

	public static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * Longest time that the end of this process waits for the master.
	 */
	private static final Duration LAST_PATIENCE = Duration.ofSeconds(2);

	private static final Logger logger = LoggerFactory.getLogger(WorkerMetrics.class);

	private final MessageBus bus;

	private final int slot;

	private final Duration interval;

	private final RegistryCloseDelay registries;

	private final List<SnapshotSource> sources;

	private final Map<String, byte[]> told = new HashMap<>();

	private @Nullable ScheduledExecutorService thread;

	private boolean running;

	/**
	 * Create a new instance.
	 * @param bus the bus of this worker
	 * @param slot its slot
	 * @param interval the time from one snapshot to the next when nobody asks
	 * @param registries keeps the registries open until the last snapshots are taken
	 * @param sources take the snapshots
	 */
	public WorkerMetrics(MessageBus bus, int slot, Duration interval, RegistryCloseDelay registries,
			List<SnapshotSource> sources) {
		this.bus = bus;
		this.slot = slot;
		this.interval = interval;
		this.registries = registries;
		this.sources = List.copyOf(sources);
	}

	/**
	 * Return the first phase, which ends last: after all that may still measure.
	 */
	@Override
	public int getPhase() {
		return Integer.MIN_VALUE;
	}

	@Override
	public synchronized void start() {
		this.bus.handle(MetricsTopics.PUSH, MessageHandler.of((message) -> push(message.body())));
		this.registries.begin();
		this.running = true;
		if (this.sources.isEmpty()) {
			return;
		}
		// So that the master asks this worker from now on
		this.bus.tell(Destination.master(), MetricsTopics.LATEST, body());
		this.thread = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "cluster-metrics");
			thread.setDaemon(true);
			return thread;
		});
		this.thread.scheduleWithFixedDelay(this::tellAll, this.interval.toNanos(), this.interval.toNanos(),
				TimeUnit.NANOSECONDS);
	}

	private synchronized void push(JsonNode question) {
		JsonNode kind = question.path(MetricsTopics.KIND);
		if (kind.isMissingNode()) {
			this.told.clear();
		}
		tell(kind.isMissingNode() ? null : kind.asString());
	}

	private void tellAll() {
		try {
			tell(null);
		}
		catch (RuntimeException ex) {
			logger.warn("The metrics of this worker can't be read", ex);
		}
	}

	/**
	 * Tell the snapshots that changed. An older one never follows a newer one.
	 * @param kind the kind of the snapshots, {@code null} for all
	 */
	private synchronized void tell(@Nullable String kind) {
		ObjectNode changes = changes(kind);
		if (changes != null) {
			this.bus.tell(Destination.master(), MetricsTopics.LATEST, changes);
		}
	}

	private ObjectNode body() {
		return JsonNodeFactory.instance.objectNode().put(MetricsTopics.SLOT, this.slot);
	}

	private @Nullable ObjectNode changes(@Nullable String kind) {
		ObjectNode body = body();
		ObjectNode snapshots = body.putObject(MetricsTopics.SNAPSHOTS);
		for (SnapshotSource source : this.sources) {
			if (kind == null || kind.equals(source.kind())) {
				byte[] snapshot = source.capture();
				if (!Arrays.equals(snapshot, this.told.put(source.kind(), snapshot))) {
					snapshots.put(source.kind(), Base64.getEncoder().encodeToString(snapshot));
				}
			}
		}
		return snapshots.isEmpty() ? null : body;
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		if (this.thread != null) {
			this.thread.shutdownNow();
			this.thread = null;
			tellLast();
		}
		this.registries.end();
	}

	/**
	 * Tell the last snapshots, and wait until they have arrived: the process is about to
	 * exit.
	 */
	private void tellLast() {
		try {
			ObjectNode changes = changes(null);
			if (changes != null) {
				this.bus.ask(Destination.master(), MetricsTopics.LATEST, changes, LAST_PATIENCE)
					.get(LAST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			logger.debug("The last metrics of this worker were not taken by the master", ex);
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.running;
	}

}
