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
 * A slot that was in trouble has a worker that stays ready.
 */
public class SlotRecoveredEvent extends ClusterChangeEvent {

	private static final long serialVersionUID = 1L;

	private final int slot;

	private final Duration troubled;

	/**
	 * Create a new instance.
	 * @param source the publisher
	 * @param slot the index of the slot
	 * @param troubled how long it was in trouble
	 */
	public SlotRecoveredEvent(Object source, int slot, Duration troubled) {
		super(source);
		this.slot = slot;
		this.troubled = troubled;
	}

	/**
	 * Return the slot.
	 * @return the index of the slot
	 */
	public int slot() {
		return this.slot;
	}

	/**
	 * Return how long the slot was in trouble.
	 * @return the duration
	 */
	public Duration troubled() {
		return this.troubled;
	}

}
