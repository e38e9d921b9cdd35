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

package io.clusterboot.cluster.worker;

/**
 * Called at each beat of the {@link Heartbeat}, on its thread, which it must not block.
 */
public interface HeartbeatObserver {

	/**
	 * The heartbeat has beaten.
	 * @param now the present moment, as {@link System#nanoTime()} has it
	 * @param pausedNanos how long the beat is overdue: a time in which this whole process
	 * may have stood still
	 */
	void beaten(long now, long pausedNanos);

}
