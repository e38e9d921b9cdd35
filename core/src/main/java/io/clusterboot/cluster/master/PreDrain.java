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
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * The time between the request to stop a cluster and the stop: the cluster is out of
 * service for balancers, and otherwise goes on as before, so that none of them sends it
 * connections when it stops. Confined to the control loop.
 */
final class PreDrain {

	private final Duration delay;

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final Consumer<ClusterEvent> events;

	private final Consumer<CompletableFuture<Void>> stop;

	private final List<CompletableFuture<Void>> waiting = new ArrayList<>();

	private final ClusterEnds ends;

	private ControlLoop.@Nullable Timer timer;

	private boolean over;

	/**
	 * Create a new instance.
	 * @param delay how long it takes; zero to stop at once
	 * @param ends is told that an operator asks for the stop
	 * @param stop stops the cluster, and completes what it is given at the end
	 */
	PreDrain(Duration delay, ControlLoop loop, WorkerRegistry registry, Consumer<ClusterEvent> events, ClusterEnds ends,
			Consumer<CompletableFuture<Void>> stop) {
		this.delay = delay;
		this.loop = loop;
		this.registry = registry;
		this.events = events;
		this.ends = ends;
		this.stop = stop;
	}

	/**
	 * Stop the cluster after the delay, or at once if nobody can notice that it is out of
	 * service, as no worker serves.
	 * @param stopped completes when the cluster has stopped
	 */
	void begin(CompletableFuture<Void> stopped) {
		if (this.timer != null) {
			this.waiting.add(stopped);
		}
		else if (this.over || this.delay.isZero() || !serves()) {
			this.stop.accept(stopped);
		}
		else {
			this.waiting.add(stopped);
			this.timer = this.loop.schedule(this.delay, this::end);
			this.registry.published().stopping();
			this.events.accept(new StopEvent.Announced(this.delay));
		}
	}

	/**
	 * Stop the cluster, as an operator asks for it. A stop that is under way goes on.
	 * @param worker the worker that passed the request on, {@code null} if there is none
	 */
	void request(@Nullable Worker worker, String reason) {
		if (!this.over && this.timer == null) {
			this.events.accept(new StopEvent.Requested((worker != null) ? worker.info() : null, reason));
			begin(new CompletableFuture<>());
			this.ends.stopRequested().complete(null);
		}
	}

	private boolean serves() {
		return this.registry.workers().stream().anyMatch((worker) -> worker.phase() instanceof LivePhase.Accepting);
	}

	/**
	 * The cluster stops.
	 */
	void over() {
		this.over = true;
		this.registry.published().stopping();
		end();
	}

	/**
	 * Stop the cluster now, if a stop waits for its time.
	 * @return whether one did
	 */
	boolean end() {
		if (this.timer == null) {
			return false;
		}
		this.timer.cancel();
		this.timer = null;
		List<CompletableFuture<Void>> waited = List.copyOf(this.waiting);
		this.waiting.clear();
		waited.forEach(this.stop);
		return true;
	}

}
