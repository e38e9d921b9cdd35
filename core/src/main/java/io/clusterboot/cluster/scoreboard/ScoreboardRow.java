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

package io.clusterboot.cluster.scoreboard;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One worker's row of the {@link Scoreboard}: the worker writes it, the master reads it,
 * also after the worker's death.
 * <p>
 * May be used from any thread. Writing is an access to memory and never a system call.
 * The memory is given back when the last object that refers to it is collected; there is
 * nothing to close.
 */
public final class ScoreboardRow {

	/**
	 * The limit of {@link #reservedConnections()} where there is no limit.
	 */
	public static final long UNLIMITED = Long.MAX_VALUE;

	/**
	 * The size of a row in bytes: room for more counters, and no cache line, nor the one
	 * a processor fetches with it, is shared with another worker.
	 */
	static final int BYTES = 1024;

	/**
	 * Where the offers begin. The counters before have room to become more.
	 */
	private static final int OFFERS = 256;

	private static final int PUBLISHED = 896;

	private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

	private static final int HEARTBEAT = 0;

	private static final int LOOP_LAG = 8;

	private static final int ACCEPTED_CONNECTIONS = 16;

	private static final int ACTIVE_CONNECTIONS = 24;

	private static final int REQUESTS = 32;

	private static final int REQUESTS_IN_FLIGHT = 40;

	private static final int SERVER_ERRORS = 48;

	private static final int DRAINED_REQUESTS = 56;

	private static final int ABORTED_REQUESTS = 64;

	private static final int ACCEPTS = 72;

	private static final int TURNS = 80;

	private static final int LAST_ROW = 88;

	private static final int RESERVED_CONNECTIONS = 96;

	private static final int CLAIMS = 104;

	private static final int HEAP_USED = 112;

	private static final int HEAP_MAX = 120;

	private static final int COLLECTION_TIME = 128;

	private static final int ANSWER_TIME = 136;

	private static final int POOL_EXHAUSTED = 144;

	private static final int POOL_WAIT = 152;

	private static final long SESSION_WARNING = 1;

	private final ByteBuffer memory;

	ScoreboardRow(ByteBuffer memory) {
		this.memory = memory;
	}

	/**
	 * Return a row that no other process sees, for a worker whose master has no
	 * scoreboard.
	 * @return the row, all zero
	 */
	public static ScoreboardRow unshared() {
		return new ScoreboardRow(ByteBuffer.allocateDirect(BYTES + Long.BYTES).alignedSlice(Long.BYTES));
	}

	/**
	 * Show that this process makes progress.
	 */
	public void beat() {
		add(HEARTBEAT, 1);
	}

	/**
	 * Show how far the slowest event loop is behind.
	 * @param millis how long it has not answered, in milliseconds; 0 if all have
	 */
	public void loopLag(long millis) {
		LONG.setRelease(this.memory, LOOP_LAG, millis);
	}

	/**
	 * Show the heap of this process.
	 * @param used how many bytes are in use
	 * @param max how many bytes there may be
	 */
	public void heap(long used, long max) {
		LONG.setRelease(this.memory, HEAP_USED, used);
		LONG.setRelease(this.memory, HEAP_MAX, max);
	}

	/**
	 * Show how long garbage was collected.
	 * @param millis since the start of this process, in milliseconds
	 */
	public void collectionTime(long millis) {
		LONG.setRelease(this.memory, COLLECTION_TIME, millis);
	}

	/**
	 * Show how the threads do that serve requests.
	 * @param load what they do
	 */
	public void threadPool(ThreadPoolLoad load) {
		LONG.setRelease(this.memory, POOL_EXHAUSTED, load.exhaustedMillis());
		LONG.setRelease(this.memory, POOL_WAIT, load.waitMillis());
	}

	/**
	 * Return how the threads do that serve requests.
	 * @return what they do
	 */
	public ThreadPoolLoad threadPool() {
		return new ThreadPoolLoad(get(POOL_EXHAUSTED), get(POOL_WAIT));
	}

	/**
	 * Count a connection that was accepted.
	 */
	public void connectionAccepted() {
		add(ACCEPTED_CONNECTIONS, 1);
		add(ACTIVE_CONNECTIONS, 1);
	}

	/**
	 * Count a connection that ended.
	 */
	public void connectionClosed() {
		add(ACTIVE_CONNECTIONS, -1);
	}

	/**
	 * Count a request that was received.
	 */
	public void requestBegun() {
		add(REQUESTS, 1);
		add(REQUESTS_IN_FLIGHT, 1);
	}

	/**
	 * Count a request that is finished, in whatever way.
	 */
	public void requestEnded() {
		add(REQUESTS_IN_FLIGHT, -1);
	}

	/**
	 * Add the time that an answer took.
	 * @param nanos from the request to the end of the response, in nanoseconds
	 */
	public void answerTime(long nanos) {
		add(ANSWER_TIME, nanos);
	}

	/**
	 * Return the time that all answers took together.
	 * @return the time in nanoseconds
	 */
	public long answerTime() {
		return get(ANSWER_TIME);
	}

	/**
	 * Count an answer with a status from 500 on.
	 */
	public void serverError() {
		add(SERVER_ERRORS, 1);
	}

	/**
	 * Count a request that was answered after this worker began to drain.
	 */
	public void requestDrained() {
		add(DRAINED_REQUESTS, 1);
	}

	/**
	 * Count requests that are not finished, and never will be.
	 * @param count how many
	 */
	public void requestsAborted(long count) {
		add(ABORTED_REQUESTS, count);
	}

	/**
	 * Show that this worker takes its turns at the socket that all workers accept on.
	 */
	public void beginAccepting() {
		LONG.setRelease(this.memory, ACCEPTS, 1L);
	}

	/**
	 * Show that this worker leaves the shared socket to the others.
	 */
	public void endAccepting() {
		LONG.setRelease(this.memory, ACCEPTS, 0L);
	}

	/**
	 * Return whether the worker takes its turns at the shared socket.
	 * @return whether it does
	 */
	public boolean isAccepting() {
		return get(ACCEPTS) != 0;
	}

	/**
	 * Count a connection that this worker took from the shared socket.
	 */
	public void turnTaken() {
		add(TURNS, 1);
	}

	/**
	 * Give up turns that this worker has not had.
	 * @param count how many; none if it is not positive
	 */
	public void turnsMissed(long count) {
		if (count > 0) {
			add(TURNS, count);
		}
	}

	/**
	 * Return how many turns the worker has had at the shared socket, with those it gave
	 * up.
	 * @return how many
	 */
	public long turns() {
		return get(TURNS);
	}

	/**
	 * Count a connection that this worker has taken, or is about to accept.
	 */
	public void connectionReserved() {
		add(RESERVED_CONNECTIONS, 1);
	}

	/**
	 * Count a connection that has ended, or that was reserved and did not come.
	 */
	public void connectionReleased() {
		add(RESERVED_CONNECTIONS, -1);
	}

	/**
	 * Return the number of connections that count for the limits: the open ones, and the
	 * ones reserved before they are accepted.
	 * @return the number
	 */
	public long reservedConnections() {
		return get(RESERVED_CONNECTIONS);
	}

	/**
	 * Return the connections that the master offers to this worker.
	 * @return the offers
	 */
	public ConnectionOffers offers() {
		return new ConnectionOffers(this.memory.slice(OFFERS, ConnectionOffers.BYTES));
	}

	/**
	 * Return what the master publishes in this row.
	 * @return what it publishes
	 */
	public PublishedState published() {
		return new PublishedState(this.memory.slice(PUBLISHED, PublishedState.BYTES));
	}

	/**
	 * Clear what other workers count, as the worker of this row has ended.
	 */
	void vacate() {
		LONG.setRelease(this.memory, RESERVED_CONNECTIONS, 0L);
		endAccepting();
		published().clear();
	}

	/**
	 * Return how many connections are open.
	 * @return how many
	 */
	public long activeConnections() {
		return get(ACTIVE_CONNECTIONS);
	}

	/**
	 * Return how often the row's owner has beaten.
	 * @return how often
	 */
	public long heartbeat() {
		return get(HEARTBEAT);
	}

	/**
	 * Show, in the master's row, that the rows up to this one have memory.
	 */
	void lastRow(int index) {
		if (index > lastRow()) {
			LONG.setRelease(this.memory, LAST_ROW, (long) index);
		}
	}

	long lastRow() {
		return get(LAST_ROW);
	}

	/**
	 * Claim, in the master's row, the warning of sessions that only one worker knows.
	 * @return whether no process of the cluster has claimed it before
	 */
	boolean claimSessionWarning() {
		return ((long) LONG.getAndBitwiseOr(this.memory, CLAIMS, SESSION_WARNING) & SESSION_WARNING) == 0;
	}

	/**
	 * Read all values.
	 * @return the present values
	 */
	public ScoreboardEntry read() {
		return new ScoreboardEntry(get(HEARTBEAT), get(LOOP_LAG), get(ACCEPTED_CONNECTIONS), get(ACTIVE_CONNECTIONS),
				get(REQUESTS), get(REQUESTS_IN_FLIGHT), get(SERVER_ERRORS), get(DRAINED_REQUESTS),
				get(ABORTED_REQUESTS), get(HEAP_USED), get(HEAP_MAX), get(COLLECTION_TIME));
	}

	private long get(int offset) {
		return (long) LONG.getAcquire(this.memory, offset);
	}

	private void add(int offset, long count) {
		LONG.getAndAddRelease(this.memory, offset, count);
	}

}
