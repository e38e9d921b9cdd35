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

package io.clusterboot.cluster.handoff;

import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.jspecify.annotations.Nullable;

/**
 * How connections reach the workers.
 *
 * @param policy the policy
 * @param scheduler chooses the worker in place of the policy, where the master accepts;
 * {@code null} for the policy's own
 * @param maxConnectionsPerWorker largest number of connections of a worker, or
 * {@link #UNLIMITED}
 * @param maxConnections largest number of connections of the cluster, or
 * {@link #UNLIMITED}
 */
public record SchedulingSettings(SchedulingPolicy policy, @Nullable ConnectionScheduler scheduler,
		long maxConnectionsPerWorker, long maxConnections) {

	/**
	 * No limit.
	 */
	public static final long UNLIMITED = ScoreboardRow.UNLIMITED;

	/**
	 * All workers accept, without limits.
	 */
	public static final SchedulingSettings DEFAULTS = of(SchedulingPolicy.SHARED);

	/**
	 * Return the settings for a policy, without limits.
	 * @param policy the policy
	 * @return the settings
	 */
	public static SchedulingSettings of(SchedulingPolicy policy) {
		return new SchedulingSettings(policy, null, UNLIMITED, UNLIMITED);
	}

	/**
	 * Return these settings with other limits.
	 * @param perWorker how many connections a worker may have
	 * @param perCluster how many connections the cluster may have
	 * @return the new settings
	 */
	public SchedulingSettings withLimits(long perWorker, long perCluster) {
		return new SchedulingSettings(this.policy, this.scheduler, perWorker, perCluster);
	}

	/**
	 * Return these settings with a scheduler in place of the policy's own.
	 * @param scheduler the scheduler
	 * @return the new settings
	 */
	public SchedulingSettings withScheduler(ConnectionScheduler scheduler) {
		return new SchedulingSettings(this.policy, scheduler, this.maxConnectionsPerWorker, this.maxConnections);
	}

	boolean isLimited() {
		return this.maxConnectionsPerWorker != UNLIMITED || this.maxConnections != UNLIMITED;
	}

	ConnectionScheduler newScheduler() {
		return (this.scheduler != null) ? this.scheduler : this.policy.newScheduler();
	}

}
