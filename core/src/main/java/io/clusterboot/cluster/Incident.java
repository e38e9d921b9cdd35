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
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Something that went wrong in a cluster.
 *
 * @param time when
 * @param kind of what kind it is
 * @param text what happened, as the log has it
 * @param workerId the worker it happened to, {@code null} if there is none
 * @param slot the slot of that worker, or {@code null}
 * @param pid the process id of that worker, or {@code null}
 * @param file the file with details, such as a thread dump or the report of a crash, or
 * {@code null}
 * @param lastOutput the last lines of the worker, at most {@value #MAX_LINES}
 */
public record Incident(Instant time, Kind kind, String text, @Nullable Integer workerId, @Nullable Integer slot,
		@Nullable Long pid, @Nullable String file, List<String> lastOutput) {

	/**
	 * Largest number of lines of output.
	 */
	public static final int MAX_LINES = 10;

	/**
	 * Create an incident.
	 */
	public Incident {
		lastOutput = List.copyOf(lastOutput);
	}

	/**
	 * Return this incident with a file.
	 * @param path the file with details
	 * @return the new incident
	 */
	public Incident withFile(String path) {
		return new Incident(this.time, this.kind, this.text, this.workerId, this.slot, this.pid, path, this.lastOutput);
	}

	/**
	 * The kinds of incidents.
	 */
	public enum Kind {

		/**
		 * A worker made no progress.
		 */
		HANG,

		/**
		 * A worker failed.
		 */
		CRASH,

		/**
		 * A rolling restart failed, and the former generation stayed.
		 */
		ROLL_FAILED,

		/**
		 * The workers of a slot failed too often in a row.
		 */
		SLOT_IN_TROUBLE

	}

}
