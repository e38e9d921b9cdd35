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

import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.loop.ControlLoop;

/**
 * Measures how long a worker was ready: the time in which it was of use. A worker that
 * needs long to start and to end, and fails in between, has none. Confined to the control
 * loop.
 */
final class UsefulLife {

	private final ControlLoop loop;

	private Duration completed = Duration.ZERO;

	private boolean ready;

	private long sinceNanos;

	UsefulLife(ControlLoop loop) {
		this.loop = loop;
	}

	/**
	 * The worker moved to a state.
	 */
	void moved(WorkerState state) {
		this.completed = total();
		this.ready = state == WorkerState.READY;
		this.sinceNanos = this.loop.nanoTime();
	}

	/**
	 * Return how long the worker was ready so far.
	 */
	Duration total() {
		return this.ready ? this.completed.plusNanos(this.loop.nanoTime() - this.sinceNanos) : this.completed;
	}

}
