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

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import io.clusterboot.cluster.event.ClusterEvent.Exited;
import io.clusterboot.cluster.event.ClusterEvent.Serving;

/**
 * Tracks until the cluster serves whether the first worker of each slot listens or has
 * ended. Confined to the control loop.
 */
final class Startup {

	private final CompletableFuture<Serving> serving;

	private final long startedNanos;

	private final Set<Integer> undecided = new TreeSet<>();

	private final List<Exited> failures = new ArrayList<>();

	Startup(int slots, long nowNanos, CompletableFuture<Serving> serving) {
		this.serving = serving;
		this.startedNanos = nowNanos;
		IntStream.range(0, slots).forEach(this.undecided::add);
	}

	long startedNanos() {
		return this.startedNanos;
	}

	List<Exited> failures() {
		return this.failures;
	}

	CompletableFuture<Serving> serving() {
		return this.serving;
	}

	/**
	 * A worker of a slot listens.
	 * @return whether the outcome of every slot is known now
	 */
	boolean listening(int slot) {
		return this.undecided.remove(slot) && this.undecided.isEmpty();
	}

	/**
	 * A worker exited.
	 * @return whether the outcome of every slot is known now
	 */
	boolean exited(Exited exit) {
		if (!this.undecided.remove(exit.worker().slot())) {
			return false;
		}
		this.failures.add(exit);
		return this.undecided.isEmpty();
	}

}
