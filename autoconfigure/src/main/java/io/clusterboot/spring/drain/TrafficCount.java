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
import io.clusterboot.spring.warmup.WarmUpTraffic;
import io.netty.channel.Channel;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerState;

/**
 * Counts the connections and requests of all servers of this worker in its row of the
 * scoreboard, and at the end the requests that a drain could not finish. A worker has one
 * instance, as it has one row. A malformed request does not count, nor does one of a
 * warm-up; a WebSocket counts as one request for as long as it is open. May be used from
 * any thread.
 */
public final class TrafficCount implements ConnectionObserver {

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
	 * Count the traffic of a server, which must not have a handler yet.
	 */
	HttpServer watch(HttpServer server) {
		return server.doOnChannelInit((observer, channel, remoteAddress) -> connected(channel)).childObserve(this);
	}

	private void connected(Channel connection) {
		if (WarmUpTraffic.is(connection)) {
			return;
		}
		this.row.connectionAccepted();
		connection.closeFuture().addListener((closed) -> this.row.connectionClosed());
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (newState == HttpServerState.REQUEST_RECEIVED && !WarmUpTraffic.is(connection.channel())) {
			RequestCount.of(connection.channel(), this).begin();
		}
	}

	void begun() {
		this.row.requestBegun();
	}

	void serverError() {
		this.row.serverError();
	}

	void answered() {
		// First, so that a reader that sees nothing in flight sees all drained requests
		if (isDraining()) {
			this.row.requestDrained();
		}
		this.row.requestEnded();
	}

	void abandoned() {
		this.row.requestEnded();
	}

	/**
	 * Count requests that are answered from now on as drained.
	 */
	public void drain() {
		this.drainBegan.compareAndSet(NEVER, System.nanoTime());
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
		long left = this.row.read().requestsInFlight();
		this.row.requestsAborted(left);
		if (left > 0) {
			logger.warn("{} requests were cut after {} ms of draining", left,
					TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.drainBegan.get()));
		}
	}

}
