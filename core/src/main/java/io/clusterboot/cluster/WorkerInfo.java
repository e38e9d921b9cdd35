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

import java.time.Instant;
import java.util.Optional;

/**
 * A snapshot of one worker, as the master saw it.
 *
 * @param id the worker id: 1, 2, 3 …, never reused
 * @param slot the stable index, from 0, that survives a replacement
 * @param pid the process id, or {@code -1} if the process could not be started
 * @param generation the number of rolling restarts before this worker was forked
 * @param state its state
 * @param connected whether its channel is open
 * @param exitedAfterDisconnect whether its end is, or was, wanted: the master asked it to
 * end, or it announced that it leaves. Empty until that is decided, at the latest when
 * its channel or its process ends
 * @param forkedAt when it was forked
 */
public record WorkerInfo(int id, int slot, long pid, int generation, WorkerState state, boolean connected,
		Optional<Boolean> exitedAfterDisconnect, Instant forkedAt) {

	/**
	 * Return whether the process has ended.
	 * @return whether it is dead
	 */
	public boolean isDead() {
		return this.state == WorkerState.DEAD;
	}

}
