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

package io.clusterboot.cluster.image;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The workers that are started and not ready yet, which archives wait for. Not
 * thread-safe.
 */
final class StartingWorkers {

	private static final Logger logger = LoggerFactory.getLogger(StartingWorkers.class);

	private final Set<Integer> ids = new TreeSet<>();

	private boolean told;

	void add(int workerId) {
		this.ids.add(workerId);
	}

	void remove(int workerId) {
		this.ids.remove(workerId);
	}

	boolean isEmpty() {
		return this.ids.isEmpty();
	}

	/**
	 * Tell in the log, once, that an archive waits: a worker may never be ready.
	 */
	void tellThatAnArchiveWaits() {
		if (!this.told && !this.ids.isEmpty()) {
			this.told = true;
			logger.info("The class-data archive is made when worker {} is ready, or has ended",
					this.ids.stream().map(String::valueOf).collect(Collectors.joining(", ")));
		}
	}

}
