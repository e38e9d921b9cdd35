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

/**
 * A cluster that is measured: its workers all answer the same few bytes.
 */
enum Cluster {

	SHARED("shared", "shared"),

	REUSE_PORT("reuse-port", "reuse-port"),

	ROUND_ROBIN("round-robin", "round-robin"),

	LEAST_CONNECTIONS("least-connections", "least-connections"),

	SOURCE_HASH("source-hash", "source-hash"),

	NODE_NONE("Node SCHED_NONE", "none"),

	NODE_RR("Node SCHED_RR", "rr");

	private final String title;

	private final String policy;

	Cluster(String title, String policy) {
		this.title = title;
		this.policy = policy;
	}

	boolean isNode() {
		return this == NODE_NONE || this == NODE_RR;
	}

	/**
	 * Return how connections find their worker, in the words of the program.
	 */
	String policy() {
		return this.policy;
	}

	@Override
	public String toString() {
		return this.title;
	}

}
