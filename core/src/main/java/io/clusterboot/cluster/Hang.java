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

/**
 * A way in which a living worker makes no progress.
 */
public enum Hang {

	/**
	 * Not even the heartbeat thread runs: the process is stopped, collects garbage
	 * without end, or gets no processor time.
	 */
	JVM_STALLED("its JVM makes no progress"),

	/**
	 * The JVM runs, but a thread that serves connections is blocked or busy for too long.
	 */
	EVENT_LOOP_BLOCKED("an event loop is blocked"),

	/**
	 * The JVM runs and accepts connections, but no thread has become free for a request.
	 */
	THREAD_POOL_EXHAUSTED("its thread pool is exhausted");

	private final String description;

	Hang(String description) {
		this.description = description;
	}

	/**
	 * Return the description, as a part of a sentence.
	 * @return the description
	 */
	public String description() {
		return this.description;
	}

}
