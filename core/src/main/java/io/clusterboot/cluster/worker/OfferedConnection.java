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

import java.util.function.Consumer;

import io.clusterboot.cluster.protocol.ClusterMessage.Accepted;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scoreboard.ConnectionOffers;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.ReceivedHandle;

/**
 * A connection that the master accepted and offers to this worker. The master keeps its
 * own descriptor until the connection is taken, and offers it to another worker when it
 * is declined, so each connection has to be taken or declined. Used by one thread at a
 * time.
 */
public final class OfferedConnection {

	private final ReceivedHandle received;

	private final long offer;

	private final Consumer<Accepted> answer;

	private boolean claimed;

	OfferedConnection(ReceivedHandle received, long offer, Consumer<Accepted> answer) {
		this.received = received;
		this.offer = offer;
		this.answer = answer;
	}

	/**
	 * Claim the connection, so that the master does not assign it to another worker, as
	 * it does when this one seems to have stalled. A worker that has promised to claim
	 * does so before it serves a connection.
	 * @param offers the offers in this worker's row of the scoreboard
	 * @return {@code false} if another worker has it, and this one has to decline it
	 * @see ConnectionOffers#beginClaiming()
	 */
	public boolean claim(ConnectionOffers offers) {
		if (this.offer == NewConnection.UNCONDITIONAL) {
			return true;
		}
		this.claimed = offers.claim(this.offer);
		return this.claimed;
	}

	/**
	 * Return the descriptor of the connected socket, which is non-blocking. A master that
	 * offers connections has accepted it so, and the flag belongs to the socket.
	 * @return the handle, which the taker owns
	 */
	public Handle handle() {
		Handle handle = this.received.handle();
		return (this.offer == NewConnection.UNCONDITIONAL) ? handle.setNonBlocking() : handle;
	}

	/**
	 * Confirm that this worker serves the connection. To be called when the server has
	 * it. A claimed connection needs no message, as the master sees the claim.
	 */
	public void taken() {
		if (!this.claimed) {
			this.answer.accept(new Accepted(true));
		}
	}

	/**
	 * Leave the connection to another worker: close the descriptor, by which the
	 * connection stays open in the master, and tell it.
	 */
	public void decline() {
		this.received.close();
		this.answer.accept(new Accepted(false));
	}

}
