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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.RollFailedException;
import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * A rolling restart: replaces every worker by one of the next generation. The first new
 * worker is the canary; until it has passed, workers that die are replaced by ones of the
 * old generation. Confined to the control loop.
 */
final class Roll implements Replacement.Observer {

	private final int generation;

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Rolls rolls;

	private final CompletableFuture<RollResult> future;

	private final long startedNanos;

	private final Set<Replacement> active = new LinkedHashSet<>();

	private @Nullable Deployment deployment;

	private @Nullable Canary canary;

	private @Nullable RollFailedException failure;

	private boolean committed;

	private int replaced;

	/**
	 * Create a new instance.
	 * @param generation the number of the generation
	 * @param settings the surge, the canary, the timeouts
	 * @param registry forks and drains workers
	 * @param rolls receives the commit and the end
	 * @param future completes at the end
	 */
	Roll(int generation, MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Rolls rolls,
			CompletableFuture<RollResult> future) {
		this.generation = generation;
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
		this.rolls = rolls;
		this.future = future;
		this.startedNanos = loop.nanoTime();
	}

	int generation() {
		return this.generation;
	}

	/**
	 * Continue with the deployment that the new workers run.
	 */
	void deployed(Deployment deployed) {
		if (!this.future.isDone()) {
			this.deployment = deployed;
			proceed();
		}
	}

	/**
	 * Fail, since the deployment could not be made.
	 */
	void notDeployed(Throwable cause) {
		end(new RollFailedException(this.generation, String.valueOf(cause.getMessage()), List.of()));
	}

	/**
	 * End without a result, since the cluster ends.
	 */
	void abandon(String reason) {
		cancelCanary();
		end(new RollFailedException(this.generation, reason, List.of()));
		List.copyOf(this.active).forEach(Replacement::abandon);
	}

	/**
	 * Take the next step that is possible.
	 */
	void proceed() {
		if (this.deployment == null || this.future.isDone()) {
			return;
		}
		int surge = this.committed ? this.settings.rolling().maxSurge() : 1;
		Optional<Slot> next = nextSlot();
		while (this.failure == null && this.active.size() < surge && next.isPresent()) {
			begin(next.get(), this.deployment);
			next = nextSlot();
		}
		if (this.active.isEmpty()) {
			end(this.failure);
		}
	}

	private void begin(Slot slot, Deployment deployed) {
		try {
			this.active
				.add(Replacement.begin(slot, deployed, this.settings.startupTimeout(), this.loop, this.registry, this));
		}
		catch (RuntimeException ex) {
			this.failure = new RollFailedException(this.generation,
					"could not start a worker for slot %d: %s".formatted(slot.index(), ex.getMessage()), List.of());
		}
	}

	private Optional<Slot> nextSlot() {
		return this.registry.slots()
			.stream()
			.filter((slot) -> slot.replacement().isEmpty())
			.filter((slot) -> slot.workers().stream().noneMatch((worker) -> worker.generation() == this.generation))
			.findFirst();
	}

	@Override
	public void ready(Replacement replacement) {
		Worker newcomer = replacement.newcomer();
		if (this.committed) {
			complete(replacement);
			return;
		}
		Duration time = this.settings.rolling().canaryTime();
		this.registry.tell(new RollEvent.CanaryStarted(newcomer.info(), time));
		List<Worker> others = this.registry.slots()
			.stream()
			.flatMap((slot) -> slot.workers().stream())
			.filter((worker) -> worker != newcomer)
			.toList();
		try {
			this.canary = Canary.watch(newcomer, others, time, this.loop, () -> commit(replacement), replacement::fail);
		}
		catch (RuntimeException | Error ex) {
			replacement.fail("%s could not be watched: %s".formatted(LogFormat.inSentence(newcomer.info()), ex));
		}
	}

	private void commit(Replacement replacement) {
		this.canary = null;
		this.committed = true;
		if (this.deployment != null) {
			this.rolls.committed(this.deployment);
		}
		this.registry.tell(new RollEvent.Committed(this.generation));
		complete(replacement);
		proceed();
	}

	private static void complete(Replacement replacement) {
		replacement.complete(LogFormat.inSentence(replacement.newcomer().info()) + " takes its place");
	}

	@Override
	public void replaced(Replacement replacement) {
		this.active.remove(replacement);
		this.replaced++;
		this.registry.tell(new RollEvent.Progressed(this.generation, this.replaced, this.registry.slots().size()));
		proceed();
	}

	@Override
	public void failed(Replacement replacement, String reason, List<String> lastOutput) {
		cancelCanary();
		this.active.remove(replacement);
		String consequence = this.committed ? "; " + replacedBefore() : "";
		this.failure = new RollFailedException(this.generation, reason + consequence, lastOutput);
		proceed();
	}

	private String replacedBefore() {
		return LogFormat.count(this.replaced, "worker") + ((this.replaced == 1) ? " was" : " were")
				+ " replaced before";
	}

	@Override
	public void dropped(Replacement replacement) {
		this.active.remove(replacement);
		if (!this.committed) {
			cancelCanary();
		}
		proceed();
	}

	private void cancelCanary() {
		if (this.canary != null) {
			this.canary.cancel();
			this.canary = null;
		}
	}

	private void end(@Nullable RollFailedException failed) {
		Duration duration = Duration.ofNanos(this.loop.nanoTime() - this.startedNanos);
		if (failed != null) {
			this.registry.tell(new RollEvent.Failed(this.generation, failed.reason(), failed.lastOutput(), duration));
			this.future.completeExceptionally(failed);
		}
		else {
			this.registry.tell(new RollEvent.Finished(this.generation, this.replaced, duration));
			this.future.complete(new RollResult(this.generation, this.replaced, duration));
		}
		this.rolls.ended();
	}

}
