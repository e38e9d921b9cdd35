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

package io.clusterboot.benchmarks.ipc;

/**
 * What the two processes do. The scripts use the same names.
 */
enum Scenario {

	/**
	 * As many messages of a given size as the channel takes, until the child confirms
	 * that it has all of them.
	 */
	ONE_WAY("one-way"),

	/**
	 * A given number of messages of 100 bytes in flight, there and back, at all times.
	 */
	ROUND_TRIPS("round-trips"),

	/**
	 * A given number of handles sent at once, and again when the child confirms that it
	 * has all of them.
	 */
	HANDLES("handles"),

	/**
	 * From the fork to the first message of the child, one child after the other.
	 */
	FORKS("forks");

	private final String wireName;

	Scenario(String wireName) {
		this.wireName = wireName;
	}

	static Scenario of(String wireName) {
		for (Scenario scenario : values()) {
			if (scenario.wireName.equals(wireName)) {
				return scenario;
			}
		}
		throw new IllegalArgumentException("scenario: " + wireName);
	}

	@Override
	public String toString() {
		return this.wireName;
	}

}
