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

package io.clusterboot.cluster;

import java.util.Map;

/**
 * A master with a Node worker that asks for a port below 1024. It prints the error code
 * that the worker gets.
 */
final class PrivilegedPortMain {

	private PrivilegedPortMain() {
	}

	public static void main(String[] args) {
		try (NodeCluster cluster = NodeCluster.obedient(NodeCluster.Policy.valueOf(args[0]))) {
			int id = cluster.fork();
			cluster.tell(id, "listen", "name", "a", "options", Map.of("port", 42));
			System.out.println(cluster.awaitMessage(id, "failed").get("code").asString());
		}
		System.exit(0);
	}

}
