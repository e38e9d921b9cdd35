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

import java.io.Closeable;
import java.util.concurrent.ExecutorService;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.cluster.control.ControlService;
import io.clusterboot.cluster.control.EventHistory;
import io.clusterboot.cluster.loop.SerialThread;

/**
 * What operators ask the master through.
 *
 * @param cluster the cluster as its master sees it
 * @param service carries out requests
 * @param thread runs what may block
 */
record OperatorAccess(Cluster cluster, ControlService service, ExecutorService thread) implements Closeable {

	static OperatorAccess open(Cluster cluster, EventHistory events) {
		ExecutorService thread = SerialThread.named("cluster-operations");
		return new OperatorAccess(cluster, new ControlService(cluster, events, thread, System::nanoTime), thread);
	}

	@Override
	public void close() {
		this.thread.shutdown();
	}

}
