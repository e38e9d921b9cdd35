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
import java.util.List;
import java.util.Locale;

import io.clusterboot.cluster.ExitCause.EndedByApplication;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.LogFormat;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the worker of a slot without a gap: the new worker starts and gets ready, then
 * the old one drains. The observer decides when the old one may drain. Confined to the
 * control loop.
 */
final class Replacement {

	private final Slot slot;

	private final WorkerRegistry registry;

	private final Observer observer;

	private final Worker newcomer;

	private final ControlLoop loop;

	private final StartProgress progress;

	private ControlLoop.@Nullable Timer deadline;

	private Stage stage = Stage.STARTING;

	private Replacement(Worker newcomer, Duration timeout, ControlLoop loop, WorkerRegistry registry,
			Observer observer) {
		this.loop = loop;
		this.progress = new StartProgress(timeout);
		this.newcomer = newcomer;
		this.slot = newcomer.slot();
		this.registry = registry;
		this.observer = observer;
	}

	/**
	 * Begin with the fork of the new worker.
	 * @param deployment what the new worker runs
	 * @param timeout how long it may take to get ready
	 * @param registry forks and drains workers
	 * @param observer receives the outcome
	 */
	static Replacement begin(Slot slot, Deployment deployment, Duration timeout, ControlLoop loop,
			WorkerRegistry registry, Observer observer) {
		// First: where it fails, the slot stays as it was
		Worker newcomer = registry.fork(slot, deployment);
		slot.cancelRespawn();
		slot.claim();
		Replacement replacement = new Replacement(newcomer, timeout, loop, registry, observer);
		slot.replacement(replacement);
		if (!replacement.newcomer.request().waitsForDebugger()) {
			replacement.failAfter(timeout);
		}
		return replacement;
	}

	Worker newcomer() {
		return this.newcomer;
	}

	/**
	 * A worker of the slot is ready.
	 */
	void ready(Worker worker) {
		if (worker == this.newcomer && this.stage == Stage.STARTING) {
			cancelDeadline();
			this.stage = Stage.READY;
			this.observer.ready(this);
		}
	}

	/**
	 * A worker of the slot is no longer ready.
	 */
	void unready(Worker worker) {
		if (worker == this.newcomer && this.stage == Stage.READY) {
			fail(LogFormat.inSentence(worker.info()) + " turned unready");
		}
	}

	/**
	 * A worker of the slot announced that it ends by itself.
	 */
	void ending(Worker worker, String reason) {
		if (worker == this.newcomer && this.stage == Stage.READY) {
			fail("%s ends: %s".formatted(LogFormat.inSentence(worker.info()), reason));
		}
	}

	/**
	 * Drain the old worker.
	 * @param reason why it has to end
	 */
	void complete(String reason) {
		this.stage = Stage.DRAINING;
		List<Worker> old = others();
		if (old.isEmpty()) {
			finish();
		}
		old.forEach((worker) -> this.registry.drain(worker, reason));
	}

	/**
	 * A worker of the slot exited.
	 */
	void exited(Worker worker, Exited exit) {
		if (worker == this.newcomer && this.stage != Stage.DRAINING) {
			end();
			this.observer.failed(this,
					"%s ended with %s %s%s".formatted(LogFormat.inSentence(worker.info()), exit.status(),
							(this.stage == Stage.STARTING) ? "before it was ready" : "while it was watched",
							(exit.cause() instanceof EndedByApplication ended) ? ": " + ended.reason() : ""),
					exit.lastOutput());
			this.registry.fillIfNeeded(this.slot);
		}
		else if (this.stage == Stage.DRAINING && others().isEmpty()) {
			finish();
		}
	}

	private void failAfter(Duration timeout) {
		this.deadline = this.loop.schedule(timeout,
				() -> this.progress.extend(this.newcomer.processorTime(), this.newcomer.phase().state())
					.ifPresentOrElse(this::failAfter, this::failAsNotReady));
	}

	private void failAsNotReady() {
		fail("%s is not ready after %s (cluster.startup-timeout), it is %s".formatted(
				LogFormat.inSentence(this.newcomer.info()), LogFormat.duration(this.progress.passed()), state()));
	}

	private String state() {
		WorkerState state = this.newcomer.phase().state();
		return state.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Drain the new worker, and keep the old one.
	 */
	void fail(String reason) {
		end();
		this.registry.drain(this.newcomer, "its replacement of another worker failed");
		this.observer.failed(this, reason, this.newcomer.lastOutput());
	}

	/**
	 * Give the replacement up: the slot is no longer needed, or the cluster stops.
	 */
	void abandon() {
		end();
		this.observer.dropped(this);
	}

	private void finish() {
		end();
		this.observer.replaced(this);
	}

	private void end() {
		cancelDeadline();
		this.slot.replacement(null);
	}

	private void cancelDeadline() {
		if (this.deadline != null) {
			this.deadline.cancel();
			this.deadline = null;
		}
	}

	private List<Worker> others() {
		return this.slot.workers().stream().filter((worker) -> worker != this.newcomer).toList();
	}

	/**
	 * Receives the outcome of a replacement.
	 */
	interface Observer {

		/**
		 * The new worker is ready. {@link Replacement#complete} or
		 * {@link Replacement#fail} has to follow.
		 */
		void ready(Replacement replacement);

		/**
		 * The old worker is gone.
		 */
		void replaced(Replacement replacement);

		/**
		 * The new worker failed, and the old one stays.
		 */
		void failed(Replacement replacement, String reason, List<String> lastOutput);

		/**
		 * The replacement was given up without an outcome.
		 */
		void dropped(Replacement replacement);

	}

	/**
	 * The stages of a replacement.
	 */
	private enum Stage {

		STARTING, READY, DRAINING

	}

}
