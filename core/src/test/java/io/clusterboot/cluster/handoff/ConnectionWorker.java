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

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;

import io.clusterboot.cluster.handoff.Handoff.Answer;
import io.clusterboot.cluster.protocol.ClusterMessage.Envelope;
import io.clusterboot.cluster.protocol.ClusterMessage.NewConnection;
import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import io.clusterboot.handle.Handle;
import io.clusterboot.ipc.Peer;
import io.clusterboot.ipc.Sent;
import io.netty.channel.unix.Socket;

/**
 * A worker that is given connections, and does with them what the test says.
 */
final class ConnectionWorker extends HandoffOnly {

	private final int slot;

	private final Peer peer;

	private final ScoreboardRow row = ScoreboardRow.unshared();

	private final Queue<Given> given = new ArrayDeque<>();

	private CompletableFuture<Void> written = CompletableFuture.completedFuture(null);

	private int total;

	private int corks;

	private int writes;

	ConnectionWorker(int id, int slot, Peer peer) {
		super(id);
		this.slot = slot;
		this.peer = peer;
	}

	WorkerConnections connections() {
		return new WorkerConnections(id(), this.slot, this.row, this);
	}

	ScoreboardRow row() {
		return this.row;
	}

	int unanswered() {
		return this.given.size();
	}

	int total() {
		return this.total;
	}

	/**
	 * Have the channel take no more until the future completes.
	 */
	void congest(CompletableFuture<Void> written) {
		this.written = written;
	}

	/**
	 * Promise to claim each connection before it is served.
	 */
	ConnectionWorker thatClaims() {
		this.row.offers().beginClaiming();
		return this;
	}

	/**
	 * Claim the oldest connection.
	 * @return {@code false} if another worker has it
	 */
	boolean claims() {
		return this.row.offers().claim(this.given.element().offer());
	}

	/**
	 * Serve the oldest connection: say who serves it, and close it. A worker that claims
	 * says nothing to the master.
	 */
	void takes(Handoff handoff) {
		Given oldest = this.given.remove();
		if (oldest.offer() == NewConnection.UNCONDITIONAL) {
			handoff.answered(id(), oldest.sequence(), Answer.TAKEN);
		}
		else {
			this.row.offers().claim(oldest.offer());
		}
		try (Handle connection = oldest.connection()) {
			byte[] bytes = ("worker " + id()).getBytes(StandardCharsets.US_ASCII);
			ByteBuffer buffer = ByteBuffer.allocateDirect(bytes.length).put(bytes);
			Socket socket = new Socket(connection.descriptor());
			socket.write(buffer, 0, bytes.length);
			socket.shutdown();
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	void declines(Handoff handoff) {
		Given oldest = this.given.remove();
		oldest.connection().close();
		handoff.answered(id(), oldest.sequence(), Answer.DECLINED);
	}

	/**
	 * Die with whatever was not answered.
	 */
	void dies(Handoff handoff) {
		this.given.forEach((one) -> one.connection().close());
		this.given.clear();
		handoff.workerDisconnected(id());
	}

	/**
	 * Return how many writes the connections came with.
	 */
	int writes() {
		return this.writes;
	}

	@Override
	public void cork() {
		this.corks++;
	}

	@Override
	public void uncork() {
		this.corks--;
		this.writes++;
	}

	@Override
	public Peer peer() {
		return this.peer;
	}

	@Override
	public Sent send(Envelope message, Handle handle) {
		this.total++;
		if (this.corks == 0) {
			this.writes++;
		}
		if (this.written.isCompletedExceptionally()) {
			return new Sent(false, this.written, this.written);
		}
		NewConnection connection = (NewConnection) message.message();
		this.given.add(new Given(message.sequence(), connection.offer(), handle.duplicate()));
		return new Sent(this.written.isDone(), this.written, this.written);
	}

	private record Given(int sequence, long offer, Handle connection) {

	}

}
