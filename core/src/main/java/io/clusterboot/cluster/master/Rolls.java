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

import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.clusterboot.cluster.RollResult;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Runs one rolling restart at a time, and lets at most one wait. A request while one
 * waits gets the one that waits, since that begins after the request. Confined to the
 * control loop.
 */
final class Rolls {

	private final MasterSettings settings;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Consumer<Deployment> onCommit;

	private final Consumer<Roll> deploy;

	private int lastGeneration;

	private @Nullable Roll running;

	private @Nullable CompletableFuture<RollResult> waiting;

	/**
	 * Create a new instance.
	 * @param settings the surge, the canary, the timeouts
	 * @param registry forks and drains workers
	 * @param deploy makes the deployment of a roll and passes it to the roll
	 * @param onCommit receives the deployment that workers run from the commit on
	 */
	Rolls(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Consumer<Roll> deploy,
			Consumer<Deployment> onCommit) {
		this.settings = settings;
		this.loop = loop;
		this.registry = registry;
		this.deploy = deploy;
		this.onCommit = onCommit;
	}

	Optional<Roll> running() {
		return Optional.ofNullable(this.running);
	}

	/**
	 * Request a rolling restart.
	 * @return completes at its end
	 */
	CompletableFuture<RollResult> request() {
		if (this.waiting == null) {
			this.waiting = new CompletableFuture<>();
		}
		return this.waiting;
	}

	/**
	 * Take the next step that is possible.
	 */
	void proceed() {
		if (this.running != null) {
			this.running.proceed();
		}
		else if (this.waiting != null && noReplacement()) {
			Roll roll = new Roll(++this.lastGeneration, this.settings, this.loop, this.registry, this, this.waiting);
			this.running = roll;
			this.waiting = null;
			this.registry.tell(new RollEvent.Started(roll.generation(), this.registry.slots().size()));
			this.deploy.accept(roll);
		}
	}

	private boolean noReplacement() {
		return this.registry.slots().stream().allMatch((slot) -> slot.replacement().isEmpty());
	}

	void committed(Deployment deployment) {
		this.onCommit.accept(deployment);
	}

	void ended() {
		this.running = null;
		proceed();
	}

	/**
	 * End all rolling restarts, since the cluster ends.
	 */
	void abandon(String reason) {
		CompletableFuture<RollResult> dropped = this.waiting;
		this.waiting = null;
		if (dropped != null) {
			dropped.completeExceptionally(new CancellationException(reason));
		}
		if (this.running != null) {
			this.running.abandon(reason);
		}
	}

}
