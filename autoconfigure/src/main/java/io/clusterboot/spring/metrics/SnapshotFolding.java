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

package io.clusterboot.spring.metrics;

import org.jspecify.annotations.Nullable;

/**
 * Adds what workers that ended have counted. Used in the master.
 */
public interface SnapshotFolding {

	/**
	 * Add the last snapshot of a worker that ended.
	 * @param base what those before it have counted, {@code null} if there is none
	 * @param last its last snapshot
	 * @return what all of them have counted
	 */
	Folded fold(byte @Nullable [] base, byte[] last);

	/**
	 * What workers that ended have counted.
	 *
	 * @param base the bytes of the snapshot
	 * @param full whether something was left out, as there were too many time series
	 */
	record Folded(byte[] base, boolean full) {

	}

}
