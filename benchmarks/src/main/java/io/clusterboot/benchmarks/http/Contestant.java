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
 * What serves the same answers on the same machine.
 */
enum Contestant {

	SHARED("shared"),

	REUSE_PORT("reuse-port"),

	ROUND_ROBIN("round-robin"),

	LEAST_CONNECTIONS("least-connections"),

	SOURCE_HASH("source-hash"),

	PLAIN("one plain JVM"),

	NGINX("nginx, 2 plain JVMs"),

	HAPROXY("HAProxy, 2 plain JVMs"),

	NODE_NONE("Node SCHED_NONE"),

	NODE_RR("Node SCHED_RR");

	private final String title;

	Contestant(String title) {
		this.title = title;
	}

	/**
	 * Return whether it is a cluster of ours; its title is the policy then.
	 */
	boolean isOurs() {
		return compareTo(PLAIN) < 0;
	}

	/**
	 * Return whether it needs the plain JVMs.
	 */
	boolean needsPlain() {
		return this == PLAIN || this == NGINX || this == HAPROXY;
	}

	@Override
	public String toString() {
		return this.title;
	}

}
