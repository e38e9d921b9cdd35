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

import java.util.List;

import io.clusterboot.cluster.event.ClusterEvent.Exited;

/**
 * Thrown when no worker became ready.
 */
public class ClusterStartException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final transient List<Exited> failures;

	/**
	 * Create a new instance.
	 * @param failures how the first worker of each slot ended
	 */
	public ClusterStartException(List<Exited> failures) {
		super("No worker became ready (%d tried)".formatted(failures.size()));
		this.failures = List.copyOf(failures);
	}

	/**
	 * Return how the first worker of each slot ended.
	 * @return one event a slot
	 */
	public List<Exited> failures() {
		return this.failures;
	}

}
