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
 * The whole cluster in brief, as the master publishes it for its workers.
 *
 * @param ready how many workers are ready
 * @param size how many workers there are meant to be
 * @param stopping whether the cluster stops, or has announced that it will
 */
public record ClusterSummary(int ready, int size, boolean stopping) {

	private static final int COUNT_BITS = 24;

	private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

	private static final long STOPPING = 1L << (2 * COUNT_BITS);

	private static final long PUBLISHED = 1L << (2 * COUNT_BITS + 1);

	/**
	 * Return this summary as a number that is not zero.
	 */
	long toWord() {
		return PUBLISHED | (this.stopping ? STOPPING : 0) | ((long) this.size << COUNT_BITS) | this.ready;
	}

	static ClusterSummary of(long word) {
		return new ClusterSummary((int) (word & COUNT_MASK), (int) ((word >> COUNT_BITS) & COUNT_MASK),
				(word & STOPPING) != 0);
	}

}
