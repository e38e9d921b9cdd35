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
package io.clusterboot.cluster.service;

import java.net.InetSocketAddress;
import java.util.List;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.WorkerState;
import io.clusterboot.cluster.event.LogFormat;

/**
 * The state of the cluster, as far as a service manager shows it.
 *
 * @param addresses where the cluster listens
 * @param alive the number of workers that are alive
 * @param ready the number of workers that are ready
 * @param size the number of slots
 * @param generation the generation that new workers belong to
 */
public record ServiceStatus(List<InetSocketAddress> addresses, int alive, int ready, int size, int generation) {

	/**
	 * Count workers.
	 * @param addresses where the cluster listens
	 * @param workers the workers that are alive
	 * @param size the number of slots
	 * @param generation the generation that new workers belong to
	 * @return the status
	 */
	public static ServiceStatus of(List<InetSocketAddress> addresses, List<WorkerInfo> workers, int size,
			int generation) {
		int ready = (int) workers.stream().filter((worker) -> worker.state() == WorkerState.READY).count();
		return new ServiceStatus(addresses, workers.size(), ready, size, generation);
	}

	String starting() {
		return (this.size == 0) ? "starting" : "starting, " + workers();
	}

	String serving() {
		return "serving on %s, %s".formatted(LogFormat.addresses(this.addresses), workers());
	}

	String stopping() {
		return (this.alive == 0) ? "stopping" : "stopping, %s left".formatted(LogFormat.count(this.alive, "worker"));
	}

	private String workers() {
		return "%d of %s ready".formatted(this.ready, LogFormat.count(this.size, "worker"));
	}

}
