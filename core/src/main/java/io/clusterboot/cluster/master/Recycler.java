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

package io.clusterboot.cluster.master;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers that reached a limit of {@link RecycleSettings}, one at a time, and
 * only while every slot has one worker that is ready. Confined to the control loop.
 */
final class Recycler implements Replacement.Observer {

	private static final Duration INTERVAL = Duration.ofSeconds(1);

	/**
	 * Pause after a replacement that failed.
	 */
	private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMinutes(1);

	private static final long MEBI = 1024 * 1024;

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Supplier<Deployment> deployment;

	private final RandomGenerator random;

	private final Map<Worker, Double> chances = new HashMap<>();

	private ControlLoop.@Nullable Timer timer;

	private @Nullable Replacement active;

	private long notBeforeNanos;

	/**
	 * Create a new instance.
	 * @param settings the limits
	 * @param registry forks and drains workers
	 * @param deployment what new workers run
	 * @param random the source of the jitter
	 */
	Recycler(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Supplier<Deployment> deployment,
			RandomGenerator random) {
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
		this.deployment = deployment;
		this.random = random;
		this.notBeforeNanos = loop.nanoTime();
	}

	/**
	 * Check the workers once a second, if there is a limit.
	 */
	void start() {
		if (!this.settings.recycle().isOff()) {
			this.timer = this.loop.schedule(INTERVAL, this::tick);
		}
	}

	void stop() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	private void tick() {
		// First: it goes on after a failure
		this.timer = this.loop.schedule(INTERVAL, this::tick);
		List<Slot> slots = this.registry.slots();
		if (this.active == null && this.loop.nanoTime() >= this.notBeforeNanos && areReady(slots)) {
			slots.stream().flatMap((slot) -> due(slot).stream()).findFirst().ifPresent(this::recycle);
		}
	}

	private static boolean areReady(List<Slot> slots) {
		return slots.stream()
			.filter(Slot::isWanted)
			.allMatch((slot) -> slot.replacement().isEmpty() && slot.workers().size() == 1
					&& slot.workers().get(0).phase().state() == WorkerState.READY);
	}

	private Optional<Due> due(Slot slot) {
		return slot.workers()
			.stream()
			.findFirst()
			.flatMap((worker) -> reason(worker).map((text) -> new Due(slot, text)));
	}

	private Optional<String> reason(Worker worker) {
		RecycleSettings limits = this.settings.recycle();
		double factor = factor(worker);
		long requests = worker.readings().errorCounts().requests();
		if (requests >= limits.maxRequests() * factor) {
			return Optional.of("it has served %d requests".formatted(requests));
		}
		if (worker.uptime().toMillis() >= limits.maxLifetime().toMillis() * factor) {
			return Optional.of("it has been up for " + LogFormat.duration(worker.uptime()));
		}
		if (limits.maxMemory() != RecycleSettings.UNLIMITED) {
			long memory = worker.residentMemory();
			if (memory >= limits.maxMemory() * factor) {
				return Optional.of("it occupies %d MB of memory".formatted(memory / MEBI));
			}
		}
		return Optional.empty();
	}

	/**
	 * Return the factor for the limits of a worker: each slot has its own part of the
	 * jitter, and the factor is random within it.
	 */
	private double factor(Worker worker) {
		double chance = this.chances.computeIfAbsent(worker, (ignored) -> this.random.nextDouble());
		int slots = Math.max(1, this.registry.slots().size());
		return 1 + this.settings.recycle().jitter() * (worker.slot().index() + chance) / slots;
	}

	private void recycle(Due due) {
		this.chances.keySet().removeIf((worker) -> worker.phase() instanceof EndedPhase.Dead);
		this.registry.tell(new ClusterEvent.Recycling(due.slot().workers().get(0).info(), due.reason()));
		// In case it cannot begin
		this.notBeforeNanos = this.loop.nanoTime() + PAUSE_AFTER_FAILURE.toNanos();
		this.active = Replacement.begin(due.slot(), this.deployment.get(), this.settings.startupTimeout(), this.loop,
				this.registry, this);
	}

	@Override
	public void ready(Replacement replacement) {
		replacement.complete(LogFormat.inSentence(replacement.newcomer().info()) + " takes its place");
	}

	@Override
	public void replaced(Replacement replacement) {
		this.active = null;
		this.notBeforeNanos = this.loop.nanoTime();
	}

	@Override
	public void failed(Replacement replacement, String reason, List<String> lastOutput) {
		this.active = null;
		this.notBeforeNanos = this.loop.nanoTime() + PAUSE_AFTER_FAILURE.toNanos();
	}

	@Override
	public void dropped(Replacement replacement) {
		this.active = null;
		this.notBeforeNanos = this.loop.nanoTime();
	}

	/**
	 * A worker that reached a limit.
	 *
	 * @param reason the limit it reached
	 */
	private record Due(Slot slot, String reason) {

	}

}
