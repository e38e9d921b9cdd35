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

package io.clusterboot.cluster.handoff;

import java.util.BitSet;

import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scoreboard.ConnectionOffers;

/**
 * Numbers the offers of one worker, so that no two open ones share memory. Confined to
 * the accept loop.
 */
final class OpenOffers {

	private final ConnectionOffers memory;

	private final BitSet used = new BitSet(ConnectionOffers.CAPACITY);

	private long rounds;

	OpenOffers(ConnectionOffers memory) {
		this.memory = memory;
	}

	/**
	 * Return whether the worker claims what it serves.
	 */
	boolean isClaiming() {
		return this.memory.isClaiming();
	}

	/**
	 * Make an offer, if the worker claims what it serves.
	 * @return the number of the offer, or {@link NewConnection#UNCONDITIONAL}
	 */
	long open() {
		if (!isClaiming()) {
			return NewConnection.UNCONDITIONAL;
		}
		int free = this.used.nextClearBit(0);
		this.used.set(free);
		long offer = this.rounds++ * ConnectionOffers.CAPACITY + free;
		this.memory.open(offer);
		return offer;
	}

	boolean isClaimed(AssignedConnection connection) {
		return connection.isOffered() && this.memory.isClaimed(connection.offer());
	}

	/**
	 * Withdraw a connection, unless the worker has claimed it.
	 * @return {@code false} if the worker serves it
	 */
	boolean withdraw(AssignedConnection connection) {
		return !connection.isOffered() || this.memory.withdraw(connection.offer());
	}

	/**
	 * Let the number's memory be used again.
	 */
	void close(AssignedConnection connection) {
		if (connection.isOffered()) {
			this.used.clear((int) (connection.offer() % ConnectionOffers.CAPACITY));
		}
	}

}
