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

import io.clusterboot.cluster.handoff.LimitWatch;
import io.clusterboot.cluster.launch.Deployments;

/**
 * What a cluster does from time to time between its start and its stop. Confined to the
 * control loop.
 *
 * @param recycler replaces workers that reached a limit
 * @param liveness finds workers that hang
 * @param limits reports when all workers are at their limits
 * @param deployments keep what workers run
 */
record Upkeep(Recycler recycler, LivenessWatch liveness, LimitWatch limits, Deployments deployments) {

	void start() {
		this.recycler.start();
		this.liveness.start();
		this.limits.start();
		this.deployments.startUpkeep();
	}

	void stop() {
		this.liveness.stop();
		this.limits.stop();
		this.recycler.stop();
		this.deployments.stopUpkeep();
	}

}
