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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Serving;
import io.clusterboot.cluster.loop.Attempt;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.socket.ServerSockets;
import org.jspecify.annotations.Nullable;

/**
 * The start of the cluster: it ends when the first worker of each slot is ready or has
 * ended. A worker that listens and does not get ready within the start-up timeout is no
 * longer waited for. Confined to the control loop.
 */
final class Startup {

	private final ControlLoop loop;

	private final WorkerRegistry registry;

	private final ServerSockets sockets;

	private final Consumer<ClusterEvent> events;

	private final CompletableFuture<Serving> serving;

	private final long startedNanos;

	private final Set<Integer> undecided = new TreeSet<>();

	private final List<Exited> failures = new ArrayList<>();

	private ControlLoop.@Nullable Timer timer;

	private Startup(ControlLoop loop, WorkerRegistry registry, ServerSockets sockets, Consumer<ClusterEvent> events,
			CompletableFuture<Serving> serving) {
		this.loop = loop;
		this.registry = registry;
		this.sockets = sockets;
		this.events = events;
		this.serving = serving;
		this.startedNanos = loop.nanoTime();
	}

	/**
	 * Begin to wait for the first workers.
	 * @param settings the number of slots and the start-up timeout
	 * @param loop the control loop
	 * @param registry knows the workers
	 * @param sockets knows the addresses
	 * @param events receives the event that the cluster serves
	 * @param serving completes when the cluster serves; fails if no worker does
	 * @return the startup
	 */
	static Startup begin(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, ServerSockets sockets,
			Consumer<ClusterEvent> events, CompletableFuture<Serving> serving) {
		Startup startup = new Startup(loop, registry, sockets, events, serving);
		IntStream.range(0, settings.workers()).forEach(startup.undecided::add);
		startup.waitNoLongerAfter(settings.startupTimeout());
		return startup;
	}

	private void waitNoLongerAfter(Duration timeout) {
		this.timer = this.loop.schedule(timeout, () -> {
			waitNoLongerAfter(timeout);
			this.registry.workers()
				.stream()
				.filter((worker) -> worker.phase() instanceof LivePhase.Accepting)
				.forEach(this::decided);
		});
	}

	/**
	 * A worker is ready.
	 */
	void ready(Worker worker) {
		decided(worker);
	}

	private void decided(Worker worker) {
		if (this.undecided.remove(worker.slot().index()) && this.undecided.isEmpty()) {
			finish();
		}
	}

	/**
	 * A worker exited.
	 */
	void exited(Exited exit) {
		if (!this.undecided.remove(exit.worker().slot())) {
			return;
		}
		this.failures.add(exit);
		if (this.undecided.isEmpty()) {
			finish();
		}
	}

	/**
	 * End the start without an outcome.
	 * @param cause why, unless the start has ended already
	 */
	void fail(RuntimeException cause) {
		this.undecided.clear();
		cancelTimer();
		this.serving.completeExceptionally(cause);
	}

	private void finish() {
		int ready = count(WorkerState.READY);
		if (ready + count(WorkerState.LISTENING) == 0) {
			fail(new ClusterStartException(this.failures));
			return;
		}
		cancelTimer();
		if (!Attempt.to("report that the cluster serves", () -> serve(ready))) {
			fail(new IllegalStateException("Could not report that the cluster serves; the log says why"));
		}
	}

	private void serve(int ready) {
		Serving event = new Serving(this.sockets.localAddresses(), ready, this.registry.slots().size(),
				Duration.ofNanos(this.loop.nanoTime() - this.startedNanos));
		this.sockets.served();
		this.events.accept(event);
		this.serving.complete(event);
	}

	private void cancelTimer() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
	}

	private int count(WorkerState state) {
		return (int) this.registry.workers().stream().filter((worker) -> worker.phase().state() == state).count();
	}

}
