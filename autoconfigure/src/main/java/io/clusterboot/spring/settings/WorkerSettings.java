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

package io.clusterboot.spring.settings;

import java.time.Duration;

import io.clusterboot.cluster.handoff.SchedulingSettings;
import io.clusterboot.cluster.master.MasterSettings;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The settings of a worker: what a worker uses of the properties, checked by the rules
 * that hold in the master too.
 *
 * @param drainGrace how long an idle connection still serves a request while the worker
 * drains
 * @param drainTimeout how long the worker may take to finish what is in flight
 * @param messageMaxSize the largest message in bytes, in either direction
 * @param policy how connections reach the workers
 * @param maxConnections how many connections this worker may have, or {@link #UNLIMITED}
 * @param maxClusterConnections how many connections all workers together may have, or
 * {@link #UNLIMITED}
 * @param warmUp how this worker warms up before it joins
 */
public record WorkerSettings(Duration drainGrace, Duration drainTimeout, int messageMaxSize, SchedulingPolicy policy,
		long maxConnections, long maxClusterConnections, WarmUpSettings warmUp) {

	/**
	 * No limit.
	 */
	public static final long UNLIMITED = SchedulingSettings.UNLIMITED;

	/**
	 * Work out the settings.
	 * @param properties what the user set
	 * @param shutdownTimeout the default drain timeout
	 * @return the settings
	 * @throws InvalidConfigurationPropertyValueException if a value can't be used
	 */
	public static WorkerSettings resolve(ClusterProperties properties, Duration shutdownTimeout) {
		MasterSettings checked = ClusterSettings.supervision(1, properties, shutdownTimeout);
		SchedulingSettings scheduling = checked.scheduling();
		return new WorkerSettings(properties.getDrainGrace(), checked.drainTimeout(), checked.messageMaxSize(),
				scheduling.policy(), scheduling.maxConnectionsPerWorker(), scheduling.maxConnections(),
				properties.getWarmUp().toSettings());
	}

	/**
	 * Return whether one worker serves all connections of a client.
	 * @return whether it does
	 */
	public boolean isSticky() {
		return this.policy == SchedulingPolicy.SOURCE_HASH;
	}

}
