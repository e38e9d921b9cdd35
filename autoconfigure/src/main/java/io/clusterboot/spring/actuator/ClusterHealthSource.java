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

package io.clusterboot.spring.actuator;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

import io.clusterboot.cluster.scoreboard.ClusterSummary;
import io.clusterboot.cluster.scoreboard.PublishedWorker;

/**
 * What the health of the cluster is read from. Nothing here waits for another process, so
 * a probe costs nothing, and is answered while the master is busy. May be used from any
 * thread.
 */
public interface ClusterHealthSource {

	/**
	 * Return the cluster in brief.
	 * @return the cluster, empty if nobody publishes it
	 */
	Optional<ClusterSummary> summary();

	/**
	 * Return the workers that are alive.
	 * @return the workers, in no order
	 */
	List<PublishedWorker> workers();

	/**
	 * Return whether there is a master.
	 * @return {@code false} as soon as it is gone
	 */
	boolean hasMaster();

	/**
	 * Return how long the master has made no progress.
	 * @return how long, empty if that is not known
	 */
	Optional<Duration> masterSilence();

}
