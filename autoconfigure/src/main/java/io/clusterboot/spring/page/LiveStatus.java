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
package io.clusterboot.spring.page;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.cluster.control.ControlCall;
import io.clusterboot.cluster.control.ControlCodec;
import io.clusterboot.cluster.control.ControlHandler;
import io.clusterboot.cluster.control.ControlOutcome;
import io.clusterboot.cluster.control.ControlRequest;
import io.clusterboot.cluster.control.EventBatch;
import io.clusterboot.cluster.control.EventEntry;
import io.clusterboot.spring.drain.DrainStep;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Sends the clients that watch the cluster its status and its events, as server-sent
 * events, once a second. It asks the master once for all of them, and only while there is
 * one. A worker that drains lets them go at once; they come again at another one. May be
 * used from any thread.
 */
public final class LiveStatus extends DrainStep {

	/**
	 * Largest number of clients at a time.
	 */
	static final int MAX_VIEWERS = 32;

	private static final long NONE = -1;

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final Logger logger = LoggerFactory.getLogger(LiveStatus.class);

	private final ControlHandler control;

	/**
	 * The number of the last event that each client has got.
	 */
	private final Map<Viewer, AtomicLong> viewers = new ConcurrentHashMap<>();

	private @Nullable ScheduledExecutorService clock;

	private boolean ended;

	/**
	 * Create a new instance.
	 * @param control answers for the cluster
	 */
	public LiveStatus(ControlHandler control) {
		super(Moment.FIRST);
		this.control = control;
	}

	/**
	 * Add a client.
	 * @return {@code false} if there are too many, or the stop has begun
	 */
	synchronized boolean add(Viewer viewer) {
		if (this.ended || this.viewers.size() >= MAX_VIEWERS) {
			return false;
		}
		this.viewers.put(viewer, new AtomicLong(NONE));
		if (this.clock == null) {
			this.clock = Executors.newSingleThreadScheduledExecutor(LiveStatus::thread);
			this.clock.scheduleWithFixedDelay(this::look, INTERVAL.toMillis(), INTERVAL.toMillis(),
					TimeUnit.MILLISECONDS);
		}
		this.clock.execute(this::look);
		return true;
	}

	private static Thread thread(Runnable task) {
		Thread thread = new Thread(task, "cluster-page");
		thread.setDaemon(true);
		return thread;
	}

	/**
	 * Remove a client.
	 */
	synchronized void remove(Viewer viewer) {
		this.viewers.remove(viewer);
		if (this.viewers.isEmpty() && this.clock != null) {
			this.clock.shutdown();
			this.clock = null;
		}
	}

	private void look() {
		List<Map.Entry<Viewer, AtomicLong>> ready = this.viewers.entrySet()
			.stream()
			.filter((viewer) -> viewer.getKey().isReady())
			.toList();
		if (ready.isEmpty()) {
			return;
		}
		try {
			JsonNode status = ask(new ControlRequest.Status());
			long known = ready.stream().mapToLong((viewer) -> viewer.getValue().get()).min().orElse(NONE);
			EventBatch batch = ControlCodec.value(ask(new ControlRequest.Events(known)), EventBatch.class);
			ready.forEach((viewer) -> send(viewer.getKey(), viewer.getValue(), status, batch));
		}
		catch (RuntimeException ex) {
			logger.debug("No status for the page", ex);
			String reason = String.valueOf(ex.getMessage()).replaceAll("\\R", " ");
			ready.forEach((viewer) -> viewer.getKey().send(event("unavailable", reason)));
		}
	}

	private static void send(Viewer viewer, AtomicLong known, JsonNode status, EventBatch batch) {
		// A master that was started again counts from the beginning
		long after = (known.get() <= batch.last()) ? known.get() : NONE;
		List<EventEntry> news = batch.events().stream().filter((entry) -> entry.number() > after).toList();
		String events = event("status", status.toString());
		if (!news.isEmpty()) {
			events += event("events", ControlCodec.json(news).toString());
		}
		known.set(batch.last());
		viewer.send(events);
	}

	private static String event(String name, String data) {
		return "event: %s\ndata: %s\n\n".formatted(name, data);
	}

	/**
	 * Ask the master. Called by the thread of the clock, which may wait.
	 */
	private JsonNode ask(ControlRequest request) {
		CompletableFuture<ControlOutcome> asked = this.control.handle(ControlCall.of(request, Duration.ZERO));
		ControlOutcome outcome = asked.orTimeout(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS).join();
		if (outcome instanceof ControlOutcome.Done done && done.detail() != null) {
			return done.detail();
		}
		throw new IllegalStateException(outcome.text());
	}

	@Override
	protected void drain(Runnable whenDone) {
		List<Viewer> all;
		synchronized (this) {
			this.ended = true;
			all = List.copyOf(this.viewers.keySet());
		}
		all.forEach(Viewer::end);
		whenDone.run();
	}

}
