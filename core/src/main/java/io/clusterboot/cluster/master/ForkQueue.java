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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

import io.clusterboot.cluster.loop.ControlLoop;
import org.jspecify.annotations.Nullable;

/**
 * New slots whose workers are forked a few at a time. A starting JVM keeps two processors
 * busy, so workers that all start at once all serve late; in turns, the first ones serve
 * while the others start. A slot has its turn until its worker accepts connections or
 * ends, but not longer than {@link #LONGEST_TURN}: a worker that waits for something else
 * than a processor does not hold up the others. If the first worker has to be alone, as
 * it changes the schema of a database, its turn takes until it is ready, or has accepted
 * connections for the start-up timeout without being ready. Confined to the control loop.
 */
final class ForkQueue {

	/**
	 * How long a starting worker holds up others.
	 */
	static final Duration LONGEST_TURN = Duration.ofSeconds(10);

	private final IntSupplier parallelism;

	private final ControlLoop loop;

	private final Consumer<Slot> fork;

	private final Deque<Slot> waiting = new ArrayDeque<>();

	private final Set<Slot> starting = new LinkedHashSet<>();

	private final Duration startupTimeout;

	/**
	 * Whether no worker has been ready yet, and the first one is alone.
	 */
	private boolean alone;

	private ControlLoop.@Nullable Timer timer;

	private ControlLoop.@Nullable Timer aloneTimer;

	/**
	 * Create an empty queue.
	 * @param firstAlone whether one slot at a time has its turn until a worker is ready
	 * @param startupTimeout how long the first worker may accept connections without
	 * being ready before the others start
	 * @param parallelism returns how many slots have their turn at the same time
	 * @param fork forks the worker of a slot
	 */
	ForkQueue(boolean firstAlone, Duration startupTimeout, IntSupplier parallelism, ControlLoop loop,
			Consumer<Slot> fork) {
		this.alone = firstAlone;
		this.startupTimeout = startupTimeout;
		this.parallelism = parallelism;
		this.loop = loop;
		this.fork = fork;
	}

	/**
	 * Fork the worker of a slot when it has its turn.
	 */
	void add(Slot slot) {
		this.waiting.add(slot);
		proceed();
	}

	/**
	 * Fork the worker of a slot that had one: at once, or when it has its turn if the
	 * first worker that gets ready has to be alone until then.
	 */
	void addAgain(Slot slot) {
		if (this.alone) {
			add(slot);
		}
		else {
			this.fork.accept(slot);
		}
	}

	/**
	 * The worker of a slot accepts connections, which ends the turn of the slot unless it
	 * is alone.
	 */
	void accepts(Slot slot) {
		if (!this.alone) {
			finished(slot);
		}
		else if (this.aloneTimer == null) {
			this.aloneTimer = this.loop.schedule(this.startupTimeout, () -> ready(slot));
		}
	}

	/**
	 * The worker of a slot is ready, which ends the turn of the slot.
	 */
	void ready(Slot slot) {
		this.alone = false;
		finished(slot);
	}

	/**
	 * End the turn of a slot, if it has it. The next fork is a task of its own, as this
	 * is called in the middle of a change.
	 */
	void finished(Slot slot) {
		if (this.aloneTimer != null) {
			this.aloneTimer.cancel();
			this.aloneTimer = null;
		}
		if (this.starting.remove(slot) && !this.waiting.isEmpty()) {
			this.loop.execute(this::proceed);
		}
	}

	private void proceed() {
		int turns = this.alone ? 1 : this.parallelism.getAsInt();
		while (this.starting.size() < turns && !this.waiting.isEmpty()) {
			Slot next = this.waiting.remove();
			// It may have been removed, or filled in another way
			if (next.needsWorker()) {
				this.starting.add(next);
				this.fork.accept(next);
			}
		}
		restartTimer();
	}

	private void restartTimer() {
		if (this.timer != null) {
			this.timer.cancel();
			this.timer = null;
		}
		if (!this.waiting.isEmpty() && !this.alone) {
			this.timer = this.loop.schedule(LONGEST_TURN, () -> {
				this.timer = null;
				this.starting.clear();
				proceed();
			});
		}
	}

}
