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

import java.util.function.Consumer;
import java.util.random.RandomGenerator;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.handoff.LimitWatch;
import io.clusterboot.cluster.launch.Deployments;
import io.clusterboot.cluster.loop.ControlLoop;
import io.clusterboot.cluster.socket.ServerSockets;

/**
 * What a cluster does from time to time between its start and its stop. Confined to the
 * control loop.
 *
 * @param recycler replaces workers that reached a limit
 * @param liveness finds workers that hang
 * @param limits reports when all workers are at their limits
 * @param deployments keep what workers run
 * @param pulse shows workers that the master makes progress
 */
record Upkeep(Recycler recycler, LivenessWatch liveness, LimitWatch limits, Deployments deployments,
		MasterPulse pulse) {

	static Upkeep of(MasterSettings settings, ControlLoop loop, WorkerRegistry registry, Deployments deployments,
			ServerSockets sockets, LivenessWatch.Findings findings, Consumer<ClusterEvent> events, WorkerRows rows) {
		return new Upkeep(new Recycler(settings, loop, registry, deployments::current, RandomGenerator.getDefault()),
				new LivenessWatch(settings.liveness(), loop, registry::workers, findings),
				new LimitWatch(settings.scheduling(), loop, () -> WorkerLoads.of(registry.workers()),
						sockets::localAddresses, events),
				deployments, new MasterPulse(loop, rows));
	}

	void start() {
		this.recycler.start();
		this.liveness.start();
		this.limits.start();
		this.deployments.startUpkeep();
		this.pulse.start();
	}

	void stop() {
		this.pulse.stop();
		this.liveness.stop();
		this.limits.stop();
		this.recycler.stop();
		this.deployments.stopUpkeep();
	}

}
