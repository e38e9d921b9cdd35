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

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A slot at one moment, with what happened in it to workers that are gone.
 *
 * @param slot its index, from 0
 * @param restarts how many workers followed the first one, for whatever reason
 * @param inTrouble whether its workers failed too often in a row
 * @param lastExit how the worker before the present one ended, {@code null} if none has
 */
public record SlotStatus(int slot, int restarts, boolean inTrouble, @Nullable LastExit lastExit) {

	/**
	 * The end of a worker.
	 *
	 * @param workerId the worker id
	 * @param pid its process id, {@code -1} if its process could not be started
	 * @param generation its generation
	 * @param time when it ended
	 * @param uptime how long after its fork
	 * @param code its exit code, 128 and the number of the signal that ended it
	 * @param expected whether the master wanted the end
	 * @param kind the kind of the cause, as {@link ExitCause#kind()} has it
	 * @param cause the cause, in words
	 * @param drained how many requests it answered after it began to drain
	 * @param cut how many requests were not finished
	 */
	public record LastExit(int workerId, long pid, int generation, Instant time, Duration uptime, int code,
			boolean expected, String kind, String cause, long drained, long cut) {

	}

}
