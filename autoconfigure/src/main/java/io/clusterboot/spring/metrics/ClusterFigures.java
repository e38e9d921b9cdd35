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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import io.clusterboot.cluster.ClusterStatus;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.WorkerStatus;
import io.clusterboot.cluster.WorkerStatus.Traffic;
import io.clusterboot.spring.event.RollFailedEvent;
import io.clusterboot.spring.event.RollFinishedEvent;
import io.clusterboot.spring.event.WorkerExitedEvent;
import io.clusterboot.spring.event.WorkerForkedEvent;
import io.clusterboot.spring.event.WorkerHungEvent;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.context.event.EventListener;

/**
 * What the master knows of the cluster, in numbers: its status, and what has happened
 * since it started. No count ever falls.
 */
public final class ClusterFigures {

	private static final String BYTES = "bytes";

	private static final String SECONDS = "seconds";

	private static final double NANOS_PER_SECOND = 1e9;

	private final Supplier<ClusterStatus> status;

	private final Map<Map<String, String>, Long> exits = new LinkedHashMap<>();

	private final Map<Integer, Long> forks = new TreeMap<>();

	private final Map<String, Long> hangs = new TreeMap<>();

	private final Map<String, Rolls> rolls = new TreeMap<>();

	private final Map<String, Long> ended = new TreeMap<>();

	private final Map<String, Long> highest = new TreeMap<>();

	/**
	 * Create a new instance.
	 * @param status returns the status of the cluster
	 */
	public ClusterFigures(Supplier<ClusterStatus> status) {
		this.status = status;
		this.rolls.put("finished", new Rolls(0, Duration.ZERO));
		this.rolls.put("failed", new Rolls(0, Duration.ZERO));
	}

	@EventListener
	synchronized void forked(WorkerForkedEvent event) {
		this.forks.merge(event.worker().slot(), 1L, Long::sum);
	}

	@EventListener
	synchronized void exited(WorkerExitedEvent event) {
		this.exits.merge(Map.of("kind", event.cause().kind(), "expected", Boolean.toString(event.expected())), 1L,
				Long::sum);
		for (Total total : Total.values()) {
			this.ended.merge(total.name(), total.of.applyAsLong(event.traffic()), Long::sum);
		}
	}

	@EventListener
	synchronized void hung(WorkerHungEvent event) {
		this.hangs.merge(event.hang().name().toLowerCase(Locale.ROOT).replace('_', '-'), 1L, Long::sum);
	}

	@EventListener
	synchronized void rolled(RollFinishedEvent event) {
		this.rolls.computeIfPresent("finished", (outcome, rolls) -> rolls.and(event.duration()));
	}

	@EventListener
	synchronized void rollFailed(RollFailedEvent event) {
		this.rolls.computeIfPresent("failed", (outcome, rolls) -> rolls.and(event.duration()));
	}

	/**
	 * Return all figures.
	 * @return the figures as JSON
	 */
	public JsonNode toJson() {
		return Figure.write(figures());
	}

	synchronized List<Figure> figures() {
		// What has ended first: a worker that ends meanwhile is counted next time, not
		// twice
		Map<String, Long> before = Map.copyOf(this.ended);
		ClusterStatus now = this.status.get();
		List<Figure> figures = new ArrayList<>();
		addCluster(figures, now);
		addHistory(figures);
		addTotals(figures, now, before);
		now.workers().forEach((worker) -> addWorker(figures, worker));
		return figures;
	}

	private static void addCluster(List<Figure> figures, ClusterStatus now) {
		for (WorkerState state : WorkerState.values()) {
			if (state != WorkerState.DEAD) {
				long count = now.workers().stream().filter((worker) -> worker.state() == state).count();
				gauge(figures, "cluster.workers", null, "Workers by their state",
						Map.of("state", state.name().toLowerCase(Locale.ROOT)), count);
			}
		}
		gauge(figures, "cluster.workers.desired", null, "Workers that there are meant to be", Map.of(),
				now.master().size());
		gauge(figures, "cluster.generation", null, "Rolling restarts that were committed", Map.of(),
				now.master().generation());
		gauge(figures, "cluster.uptime", SECONDS, "Time since the start of the master", Map.of(),
				seconds(now.master().uptime()));
		gauge(figures, "cluster.master.memory.resident", BYTES, "Resident memory of the master", Map.of(),
				now.master().residentBytes());
		counter(figures, "cluster.master.cpu", SECONDS, "Processor time of the master", Map.of(),
				seconds(now.master().processorTime()));
	}

	private void addHistory(List<Figure> figures) {
		this.forks.forEach((slot, count) -> counter(figures, "cluster.restarts", null,
				"Workers that followed another one in a slot", Map.of(WorkerLabels.SLOT, slot.toString()), count - 1));
		this.exits.forEach((tags, count) -> counter(figures, "cluster.exits", null,
				"Workers that ended, by the kind of the cause", tags, count));
		this.hangs.forEach((kind, count) -> counter(figures, "cluster.hangs", null,
				"Times that a worker made no progress", Map.of("kind", kind), count));
		this.rolls.forEach((outcome, rolls) -> figures.add(new Figure("cluster.rolls", Figure.Type.TIMER, SECONDS,
				"Rolling restarts", Map.of("outcome", outcome), rolls.count(), seconds(rolls.duration()))));
	}

	private void addTotals(List<Figure> figures, ClusterStatus now, Map<String, Long> before) {
		for (Total total : Total.values()) {
			long sum = before.getOrDefault(total.name(), 0L)
					+ now.workers().stream().map(WorkerStatus::traffic).mapToLong(total.of).sum();
			long count = this.highest.merge(total.name(), sum, Math::max);
			counter(figures, total.meter, null, total.description, Map.of(), count);
		}
	}

	private static void addWorker(List<Figure> figures, WorkerStatus worker) {
		Map<String, String> tags = Map.of(WorkerLabels.WORKER, Integer.toString(worker.id()), WorkerLabels.SLOT,
				Integer.toString(worker.slot()));
		Traffic traffic = worker.traffic();
		WorkerStatus.Heap heap = worker.heap();
		gauge(figures, "cluster.worker.uptime", SECONDS, "Time since the fork", tags, seconds(worker.uptime()));
		gauge(figures, "cluster.worker.connections", null, "Open connections", tags, traffic.connections());
		gauge(figures, "cluster.worker.requests.active", null, "Requests that are not finished", tags,
				traffic.requestsInFlight());
		gauge(figures, "cluster.worker.loop.lag", SECONDS, "Time that the slowest event loop has not answered", tags,
				seconds(traffic.loopLag()));
		gauge(figures, "cluster.worker.threads.exhausted", SECONDS,
				"Time for which all threads have been busy while requests wait", tags,
				seconds(worker.threadPool().exhausted()));
		gauge(figures, "cluster.worker.memory.resident", BYTES, "Resident memory", tags, worker.residentBytes());
		gauge(figures, "cluster.worker.heap.used", BYTES, "Heap in use", tags, heap.usedBytes());
		gauge(figures, "cluster.worker.heap.limit", BYTES, "Largest heap", tags, heap.maxBytes());
		counter(figures, "cluster.worker.cpu", SECONDS, "Processor time", tags, seconds(worker.processorTime()));
		counter(figures, "cluster.worker.gc", SECONDS, "Time of the garbage collector", tags,
				seconds(heap.collectionTime()));
	}

	private static void gauge(List<Figure> figures, String name, @Nullable String unit, String description,
			Map<String, String> tags, double value) {
		figures.add(new Figure(name, Figure.Type.GAUGE, unit, description, tags, value, 0));
	}

	private static void counter(List<Figure> figures, String name, @Nullable String unit, String description,
			Map<String, String> tags, double value) {
		figures.add(new Figure(name, Figure.Type.COUNTER, unit, description, tags, value, 0));
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / NANOS_PER_SECOND;
	}

	/**
	 * What all workers have counted since the start of the cluster.
	 */
	private enum Total {

		REQUESTS("cluster.requests", "Requests that reached the application", Traffic::requests),

		ACCEPTED("cluster.connections.accepted", "Connections that were accepted", Traffic::accepted),

		SERVER_ERRORS("cluster.server.errors", "Requests that were answered with a status from 500 on",
				Traffic::serverErrors),

		DRAINED("cluster.requests.drained", "Requests that were answered after their worker began to drain",
				Traffic::drained),

		CUT("cluster.requests.cut", "Requests that were unfinished when the drain of their worker ended", Traffic::cut);

		private final String meter;

		private final String description;

		private final ToLongFunction<Traffic> of;

		Total(String meter, String description, ToLongFunction<Traffic> of) {
			this.meter = meter;
			this.description = description;
			this.of = of;
		}

	}

	/**
	 * Rolling restarts with the same outcome.
	 *
	 * @param duration how long they took together
	 */
	private record Rolls(long count, Duration duration) {

		Rolls and(Duration more) {
			return new Rolls(this.count + 1, this.duration.plus(more));
		}

	}

}
