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

package io.clusterboot.cluster.scoreboard;

/**
 * How the threads of a worker do that serve requests, where it has a bounded number of
 * them.
 *
 * @param exhaustedMillis for how long, in milliseconds, all threads have been busy while
 * requests wait for one; 0 if that is not so, or only since a moment ago
 * @param waitMillis for how long, in milliseconds, no thread has taken a request that
 * waits
 */
public record ThreadPoolLoad(long exhaustedMillis, long waitMillis) {

	/**
	 * A thread is free.
	 */
	public static final ThreadPoolLoad NONE = new ThreadPoolLoad(0, 0);

}
