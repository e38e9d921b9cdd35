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

package io.clusterboot.benchmarks.peer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import io.clusterboot.benchmarks.bench.Bench;
import io.clusterboot.benchmarks.process.StartedProcess;

/**
 * A cluster of Node.
 */
public final class NodeCluster extends NodeServer {

	private NodeCluster(StartedProcess process) {
		super(process, 0);
	}

	/**
	 * Start a cluster.
	 * @param bench what to measure with
	 * @param policy how connections find their worker: {@code none} or {@code rr}
	 * @param workers the number of workers
	 * @return the cluster, which serves
	 * @throws IOException if it does not start
	 * @throws InterruptedException if the thread is interrupted
	 */
	public static NodeCluster start(Bench bench, String policy, int workers) throws IOException, InterruptedException {
		Path folder = bench.folder("node");
		Path script = Bench.copy(NodeCluster.class, "server.js", folder);
		NodeCluster cluster = new NodeCluster(bench.processes()
			.start("Node cluster", folder,
					List.of(bench.tools().require("node"), script.toString(), policy, Integer.toString(workers)),
					Map.of()));
		try {
			for (int i = 0; i < workers; i++) {
				cluster.awaitListening();
			}
			return cluster;
		}
		catch (IOException ex) {
			cluster.close();
			throw ex;
		}
	}

}
