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

package io.clusterboot.cluster.event;

import java.time.Duration;

import io.clusterboot.cluster.event.ClusterEvent.Exited;

/**
 * An event of a slot, as the master reports it.
 */
public sealed interface SlotEvent extends ClusterEvent {

	/**
	 * Return the slot it happened to.
	 * @return the index
	 */
	int slot();

	/**
	 * The workers of a slot failed too often in a row. The slot is filled again at the
	 * longest pause from now on. It comes once, until {@link Recovered}.
	 *
	 * @param slot the index of the slot
	 * @param failures how many workers failed in a row
	 * @param last how the last one ended
	 * @param pause the pause before each further attempt
	 */
	record InTrouble(int slot, int failures, Exited last, Duration pause) implements SlotEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.slotInTrouble(this);
		}

	}

	/**
	 * A slot that was in trouble has a worker that stays ready.
	 *
	 * @param slot the index of the slot
	 * @param troubled how long it was in trouble
	 */
	record Recovered(int slot, Duration troubled) implements SlotEvent {

		@Override
		public <R> R accept(ClusterEventVisitor<R> visitor) {
			return visitor.slotRecovered(this);
		}

	}

}
