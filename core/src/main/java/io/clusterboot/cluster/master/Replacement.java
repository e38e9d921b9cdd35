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

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.EventLog;
import io.clusterboot.cluster.launch.Deployment;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * One worker takes the place of another, and no moment is without either: the new one
 * comes up and gets ready, then the old one drains. Whoever began it decides what happens
 * in between. Confined to the control loop.
 */
final class Replacement {

	private final Slot slot;

	private final WorkerRegistry registry;

	private final Observer observer;

	private final Worker newcomer;

	private ControlLoop.@Nullable Timer deadline;

	private Stage stage = Stage.STARTING;

	private Replacement(Slot slot, Deployment deployment, WorkerRegistry registry, Observer observer) {
		this.slot = slot;
		this.registry = registry;
		this.observer = observer;
		slot.cancelRespawn();
		slot.claim();
		slot.replacement(this);
		this.newcomer = registry.fork(slot, deployment);
	}

	/**
	 * Begin with the fork of the new worker.
	 * @param slot where
	 * @param deployment what the new worker runs
	 * @param timeout how long it may take to get ready
	 * @param loop the loop to wait on
	 * @param registry what forks and drains
	 * @param observer whom to tell how it goes
	 * @return the replacement
	 */
	static Replacement begin(Slot slot, Deployment deployment, Duration timeout, ControlLoop loop,
			WorkerRegistry registry, Observer observer) {
		Replacement replacement = new Replacement(slot, deployment, registry, observer);
		replacement.deadline = loop.schedule(timeout, () -> replacement.notReadyAfter(timeout));
		return replacement;
	}

	Worker newcomer() {
		return this.newcomer;
	}

	/**
	 * A worker of the slot is ready.
	 * @param worker which
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
	 * @param worker which
	 */
	void unready(Worker worker) {
		if (worker == this.newcomer && this.stage == Stage.READY) {
			fail("worker %d turned unready".formatted(worker.id()));
		}
	}

	/**
	 * Let the old worker go, now that the new one is to stay.
	 * @param reason why it goes
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
	 * A worker left the slot.
	 * @param worker which
	 * @param exit how
	 */
	void exited(Worker worker, Exited exit) {
		if (worker == this.newcomer && this.stage != Stage.DRAINING) {
			end();
			this.observer.failed(this,
					"worker %d ended with %s %s".formatted(worker.id(), exit.status(),
							(this.stage == Stage.STARTING) ? "before it was ready" : "while it was watched"),
					exit.lastOutput());
			this.registry.fillIfDeserted(this.slot);
		}
		else if (this.stage == Stage.DRAINING && others().isEmpty()) {
			finish();
		}
	}

	private void notReadyAfter(Duration timeout) {
		fail("worker %d is not ready after %s, only %s".formatted(this.newcomer.id(), EventLog.duration(timeout),
				state()));
	}

	private String state() {
		WorkerState state = this.newcomer.phase().state();
		return state.name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Send the new worker away again, and keep the old one.
	 * @param reason why
	 */
	void fail(String reason) {
		end();
		this.registry.drain(this.newcomer, "it does not stay");
		this.observer.failed(this, reason, this.newcomer.lastOutput());
	}

	/**
	 * Drop it: the slot is no longer needed, or the cluster ends.
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
	 * Hears how it goes.
	 */
	interface Observer {

		/**
		 * The new worker is ready. {@link Replacement#complete} or
		 * {@link Replacement#fail} has to follow.
		 * @param replacement which
		 */
		void ready(Replacement replacement);

		/**
		 * The old worker is gone.
		 * @param replacement which
		 */
		void replaced(Replacement replacement);

		/**
		 * The new worker did not stay.
		 * @param replacement which
		 * @param reason why
		 * @param lastOutput the last lines it wrote
		 */
		void failed(Replacement replacement, String reason, List<String> lastOutput);

		/**
		 * It makes no difference any more.
		 * @param replacement which
		 */
		void dropped(Replacement replacement);

	}

	/**
	 * How far it got.
	 */
	private enum Stage {

		STARTING, READY, DRAINING

	}

}
