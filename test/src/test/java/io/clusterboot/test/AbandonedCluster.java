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

package io.clusterboot.test;

import java.io.IOException;

/**
 * A JVM that starts a cluster and does not end it.
 */
final class AbandonedCluster {

	private AbandonedCluster() {
	}

	public static void main(String[] args) throws IOException {
		TestCluster cluster = TestCluster.of(PlainApplication.class)
			.workers(1)
			.properties("cluster.worker.max-heap=96MB", "cluster.warm-up.requests=0", "cluster.startup-timeout=150s")
			.start();
		WorkerProcess worker = cluster.worker(0);
		worker.freeze();
		System.out.printf("master %d, worker %d%n", cluster.master().pid(), worker.pid());
		System.in.read();
	}

}
