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

package io.clusterboot.spring.metrics;

/**
 * The messages about metrics, and their fields.
 */
final class MetricsTopics {

	/**
	 * A worker tells the master its present snapshots.
	 */
	static final String LATEST = "cluster.metrics.latest";

	/**
	 * The master asks a worker to tell its present snapshot of a kind, or, if it names
	 * none, all that it has.
	 */
	static final String PUSH = "cluster.metrics.push";

	/**
	 * A process asks the master for the snapshots of all workers.
	 */
	static final String COLLECT = "cluster.metrics.collect";

	/**
	 * The master asks itself for what it knows, behind all that workers have told.
	 */
	static final String COMPOSE = "cluster.metrics.compose";

	/**
	 * The master tells itself that a worker ended, behind all that it has told.
	 */
	static final String ENDED = "cluster.metrics.ended";

	static final String SLOT = "slot";

	static final String SNAPSHOTS = "snapshots";

	static final String KIND = "kind";

	static final String SILENT = "silent";

	static final String BASE = "base";

	static final String WORKERS = "workers";

	static final String ID = "id";

	static final String DATA = "data";

	static final String FIGURES = "figures";

	private MetricsTopics() {
	}

}
