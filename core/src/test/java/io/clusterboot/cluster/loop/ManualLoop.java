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

package io.clusterboot.cluster.loop;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;

/**
 * A control loop that does nothing until the test tells it to, with a clock that the test
 * moves.
 */
public final class ManualLoop implements ControlLoop {

	private final Queue<Runnable> tasks = new ArrayDeque<>();

	private final List<Waiting> timers = new ArrayList<>();

	private long now;

	private boolean survives;

	/**
	 * Go on after a task that fails, as a real loop does.
	 */
	public void surviveFailures() {
		this.survives = true;
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			if (!this.survives) {
				throw ex;
			}
		}
	}

	@Override
	public void execute(Runnable task) {
		this.tasks.add(task);
	}

	@Override
	public Timer schedule(Duration delay, Runnable task) {
		Waiting waiting = new Waiting(this.now + delay.toNanos(), task);
		this.timers.add(waiting);
		return () -> this.timers.remove(waiting);
	}

	@Override
	public long nanoTime() {
		return this.now;
	}

	public void run() {
		while (!this.tasks.isEmpty()) {
			run(this.tasks.remove());
		}
	}

	public void advance(Duration duration) {
		run();
		long end = this.now + duration.toNanos();
		while (true) {
			Waiting next = this.timers.stream().min(Comparator.comparingLong(Waiting::at)).orElse(null);
			if (next == null || next.at() > end) {
				break;
			}
			this.timers.remove(next);
			this.now = Math.max(this.now, next.at());
			run(next.task());
			run();
		}
		this.now = end;
	}

	/**
	 * Let time pass in which the loop does not run.
	 */
	public void sleepThrough(Duration duration) {
		this.now += duration.toNanos();
	}

	public int timers() {
		return this.timers.size();
	}

	private record Waiting(long at, Runnable task) {

		@Override
		public boolean equals(Object other) {
			return this == other;
		}

		@Override
		public int hashCode() {
			return System.identityHashCode(this);
		}

	}

}
