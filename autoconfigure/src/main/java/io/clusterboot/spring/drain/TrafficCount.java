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

package io.clusterboot.spring.drain;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import io.clusterboot.cluster.scoreboard.ScoreboardRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts the connections and requests of all servers of this worker in its row of the
 * scoreboard, and at the end the requests that a drain could not finish. A worker has one
 * instance, as it has one row. A malformed request does not count, nor does one of a
 * warm-up; a WebSocket counts as one request for as long as it is open. May be used from
 * any thread.
 */
public final class TrafficCount {

	private static final Logger logger = LoggerFactory.getLogger(TrafficCount.class);

	/**
	 * No drain has begun. Any value of the clock is possible, but none before the start
	 * of this process.
	 */
	private static final long NEVER = System.nanoTime() - 1;

	private final ScoreboardRow row;

	private final AtomicLong drainBegan = new AtomicLong(NEVER);

	private final AtomicBoolean cut = new AtomicBoolean();

	public TrafficCount(ScoreboardRow row) {
		this.row = row;
	}

	/**
	 * Count a connection that was accepted.
	 */
	public void connected() {
		this.row.connectionAccepted();
	}

	/**
	 * Count a connection that ended.
	 */
	public void disconnected() {
		this.row.connectionClosed();
	}

	/**
	 * Count a request that was received. {@link #answered()} or {@link #abandoned()} must
	 * follow, once.
	 */
	public void begun() {
		this.row.requestBegun();
	}

	/**
	 * Count an answer with a status from 500 on.
	 */
	public void serverError() {
		this.row.serverError();
	}

	/**
	 * Add the time of an answer that is complete, unless it is a stream, whose length
	 * says nothing of this worker.
	 * @param nanos from the request to the end of the response, in nanoseconds
	 */
	public void took(long nanos) {
		this.row.answerTime(nanos);
	}

	/**
	 * Count a request whose answer is complete.
	 */
	public void answered() {
		// First, so that a reader that sees nothing in flight sees all drained requests
		if (isDraining()) {
			this.row.requestDrained();
		}
		this.row.requestEnded();
	}

	/**
	 * Count a request that ended without a complete answer.
	 */
	public void abandoned() {
		this.row.requestEnded();
	}

	/**
	 * Count requests that are answered from now on as drained.
	 */
	public void drain() {
		this.drainBegan.compareAndSet(NEVER, System.nanoTime());
	}

	/**
	 * Return the number of requests that are not finished.
	 */
	long inFlight() {
		return this.row.read().requestsInFlight();
	}

	private boolean isDraining() {
		return this.drainBegan.get() != NEVER;
	}

	/**
	 * Count the requests still in flight as lost. Only the first call after the begin of
	 * a drain has an effect.
	 */
	public void cut() {
		if (!isDraining() || !this.cut.compareAndSet(false, true)) {
			return;
		}
		long left = inFlight();
		this.row.requestsAborted(left);
		if (left > 0) {
			logger.warn("{} requests were cut after {} ms of draining", left,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.drainBegan.get()));
		}
	}

}
