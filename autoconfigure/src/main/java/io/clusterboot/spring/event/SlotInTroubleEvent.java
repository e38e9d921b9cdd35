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

package io.clusterboot.spring.event;

import java.time.Duration;

/**
 * The workers of a slot failed too often in a row. The other slots go on; this one is
 * filled again at the longest pause until a worker stays ready. Published once until the
 * {@link SlotRecoveredEvent}.
 */
public class SlotInTroubleEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int slot;

	private final int failures;

	private final Duration pause;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param slot the index of the slot
	 * @param failures how many workers failed in a row
	 * @param pause the pause before each further attempt
	 */
	public SlotInTroubleEvent(Object source, int slot, int failures, Duration pause) {
		super(source);
		this.slot = slot;
		this.failures = failures;
		this.pause = pause;
	}

	/**
	 * Return the slot.
	 * @return the index of the slot
	 */
	public int slot() {
		return this.slot;
	}

	/**
	 * Return how many workers failed in a row.
	 * @return the number
	 */
	public int failures() {
		return this.failures;
	}

	/**
	 * Return the pause before each further attempt.
	 * @return the pause
	 */
	public Duration pause() {
		return this.pause;
	}

}
