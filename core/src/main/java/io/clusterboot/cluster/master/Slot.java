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
import java.util.Map;
import java.util.Optional;

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.loop.Backoff;
import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * A place for one worker, which outlives the worker. While a worker is being replaced the
 * slot has two. Confined to the control loop.
 */
final class Slot {

	private final int index;

	private final Map<String, String> environment;

	private final List<Worker> workers = new ArrayList<>();

	private final FailureStreak streak;

	private final Duration longestPause;

	private Backoff backoff;

	private boolean wanted = true;

	private ControlLoop.@Nullable Timer respawn;

	private ControlLoop.@Nullable Timer examination;

	private @Nullable Replacement replacement;

	private final List<Worker> aside = new ArrayList<>();

	/**
	 * Create a new instance.
	 * @param index the index of the slot
	 * @param environment variables of its workers in addition to the common ones
	 * @param settings the pauses before it is filled again
	 */
	Slot(int index, Map<String, String> environment, RespawnSettings settings) {
		this.index = index;
		this.environment = Map.copyOf(environment);
		this.streak = new FailureStreak(settings.maxFailures(), settings.period());
		this.longestPause = settings.maxDelay();
		this.backoff = Backoff.between(settings.initialDelay(), settings.maxDelay());
	}

	int index() {
		return this.index;
	}

	Map<String, String> environment() {
		return this.environment;
	}

	/**
	 * Return a view of the workers in this slot, the oldest first.
	 */
	List<Worker> workers() {
		return this.workers;
	}

	void add(Worker worker) {
		this.workers.add(worker);
	}

	void remove(Worker worker) {
		this.workers.remove(worker);
	}

	/**
	 * Set a worker aside: the slot no longer counts it.
	 */
	void setAside(Worker worker) {
		this.workers.remove(worker);
		this.aside.add(worker);
	}

	/**
	 * Take a worker back that was set aside.
	 */
	void takeBack(Worker worker) {
		this.aside.remove(worker);
		this.workers.add(worker);
	}

	/**
	 * Return the workers that were set aside and have not ended, the oldest first.
	 */
	List<Worker> aside() {
		return List.copyOf(this.aside);
	}

	/**
	 * Return whether a worker was set aside.
	 */
	boolean isAside(Worker worker) {
		return this.aside.contains(worker);
	}

	/**
	 * Forget a worker that has ended.
	 * @return whether it was set aside
	 */
	boolean forget(Worker worker) {
		return this.aside.remove(worker);
	}

	/**
	 * Return whether a worker in this slot is ready.
	 */
	boolean isReady() {
		return this.workers.stream().anyMatch((worker) -> worker.phase().state() == WorkerState.READY);
	}

	/**
	 * Return the replacement that is under way.
	 */
	Optional<Replacement> replacement() {
		return Optional.ofNullable(this.replacement);
	}

	void replacement(@Nullable Replacement replacement) {
		this.replacement = replacement;
	}

	/**
	 * Return the failures of this slot in a row.
	 */
	FailureStreak streak() {
		return this.streak;
	}

	/**
	 * Return whether the slot has to have a worker: not after {@link #vacate()}.
	 */
	boolean isWanted() {
		return this.wanted;
	}

	/**
	 * Leave the slot empty from now on.
	 */
	void vacate() {
		this.wanted = false;
		cancelRespawn();
		cancelExamination();
		this.streak.clear();
	}

	/**
	 * Fill the slot from now on.
	 */
	void claim() {
		this.wanted = true;
	}

	/**
	 * Return whether the slot has to have a worker, has none, and none is on its way.
	 */
	boolean needsWorker() {
		return this.wanted && this.workers.isEmpty() && this.respawn == null && this.replacement == null;
	}

	/**
	 * Fill the slot again after a pause.
	 */
	void respawnAfter(Duration pause, ControlLoop loop, Runnable fork) {
		this.respawn = loop.schedule(pause, () -> {
			this.respawn = null;
			fork.run();
		});
	}

	/**
	 * Return the pause after a worker failed, which grows with each failure, and is the
	 * longest one while the slot is in trouble.
	 * @param usefulLife how long the worker was ready
	 */
	Duration pauseAfterFailure(Duration usefulLife) {
		Backoff due = this.backoff.afterUsefulLife(usefulLife);
		this.backoff = due.doubled();
		return this.streak.isInTrouble() ? this.longestPause : due.next();
	}

	/**
	 * Return the pause before the slot is filled again after a replacement of its worker
	 * failed.
	 */
	Duration pauseAfterReplacement() {
		return this.streak.isInTrouble() ? this.longestPause : shortestPause();
	}

	/**
	 * Return the pause after a worker ended without a failure.
	 */
	Duration shortestPause() {
		return this.backoff.initial();
	}

	/**
	 * Examine after a time whether the slot is out of trouble.
	 */
	void examineAfter(Duration time, ControlLoop loop, Runnable task) {
		cancelExamination();
		this.examination = loop.schedule(time, () -> {
			this.examination = null;
			task.run();
		});
	}

	void cancelExamination() {
		if (this.examination != null) {
			this.examination.cancel();
			this.examination = null;
		}
	}

	void cancelRespawn() {
		if (this.respawn != null) {
			this.respawn.cancel();
			this.respawn = null;
		}
	}

}
