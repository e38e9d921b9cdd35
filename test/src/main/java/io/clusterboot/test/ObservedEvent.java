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

package io.clusterboot.test;

import java.time.Instant;

import io.clusterboot.cluster.control.EventEntry;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a cluster under test.
 *
 * @param number its number, which grows by one with each event
 * @param time when it happened
 * @param name the kind of event, such as {@code ready}, {@code exited} or
 * {@code roll-started}
 * @param level how serious it is: debug, info, warn or error
 * @param text what happened, as the log has it
 * @param workerId the worker it happened to, {@code null} if there is none
 * @param slot the slot of that worker, or {@code null}
 */
public record ObservedEvent(long number, Instant time, String name, String level, String text,
		@Nullable Integer workerId, @Nullable Integer slot) {

	static ObservedEvent of(EventEntry entry) {
		return new ObservedEvent(entry.number(), entry.time(), entry.name(), entry.level(), entry.text(),
				entry.workerId(), entry.slot());
	}

	/**
	 * Return whether it happened to a worker.
	 * @param worker the worker
	 * @return whether it did
	 */
	public boolean isOf(WorkerProcess worker) {
		return this.workerId != null && this.workerId == worker.id();
	}

}
