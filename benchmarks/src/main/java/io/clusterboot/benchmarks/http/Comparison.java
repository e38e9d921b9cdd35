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

package io.clusterboot.benchmarks.http;

import java.util.List;

/**
 * A line of the table: two clusters under the same load.
 *
 * @param aim the target ratio of our rate and the peer's; 0 if there is no target
 */
record Comparison(Load load, Cluster ours, Cluster peer, double aim) {

	static List<Comparison> all() {
		return List.of(new Comparison(Load.CLOSE, Cluster.SHARED, Cluster.NODE_NONE, 1.2),
				new Comparison(Load.CLOSE, Cluster.REUSE_PORT, Cluster.NODE_NONE, 0),
				new Comparison(Load.CLOSE, Cluster.ROUND_ROBIN, Cluster.NODE_RR, 2),
				new Comparison(Load.CLOSE, Cluster.LEAST_CONNECTIONS, Cluster.NODE_RR, 0),
				new Comparison(Load.CLOSE, Cluster.SOURCE_HASH, Cluster.NODE_RR, 0),
				new Comparison(Load.KEEP_ALIVE, Cluster.SHARED, Cluster.NODE_NONE, 1.2),
				new Comparison(Load.KEEP_ALIVE, Cluster.ROUND_ROBIN, Cluster.NODE_RR, 0));
	}

}
