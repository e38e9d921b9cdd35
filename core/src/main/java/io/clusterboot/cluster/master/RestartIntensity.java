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

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent.Exited;

/**
 * Counts the failures of workers within a period. Beyond the limit another worker would
 * not help, and an operator has to look. Confined to the control loop.
 */
final class RestartIntensity {

	private final RespawnSettings settings;

	private final Deque<Failure> failures = new ArrayDeque<>();

	RestartIntensity(RespawnSettings settings) {
		this.settings = settings;
	}

	/**
	 * Count a failure.
	 * @return whether the limit is exceeded
	 */
	boolean exceededBy(Exited exit, long nowNanos) {
		this.failures.add(new Failure(exit, nowNanos));
		while (nowNanos - this.failures.element().nanos() > this.settings.period().toNanos()) {
			this.failures.remove();
		}
		return this.failures.size() > this.settings.maxFailures();
	}

	/**
	 * Return the failures of the last period, the oldest first.
	 */
	List<Exited> failures() {
		return new ArrayList<>(this.failures.stream().map(Failure::exit).toList());
	}

	/**
	 * A failure.
	 *
	 * @param exit how
	 * @param nanos when
	 */
	private record Failure(Exited exit, long nanos) {

	}

}
