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

import io.clusterboot.spring.warmup.WarmUpTraffic;
import io.netty.channel.Channel;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerState;

/**
 * Counts the connections and requests of servers of Reactor Netty. May be used from any
 * thread.
 *
 * @param traffic has the counters
 */
record HttpServerTraffic(TrafficCount traffic) implements ConnectionObserver {

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
		this.traffic.connected();
		connection.closeFuture().addListener((closed) -> this.traffic.disconnected());
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (newState == HttpServerState.REQUEST_RECEIVED && !WarmUpTraffic.is(connection.channel())) {
			RequestCount.of(connection.channel(), this.traffic).begin();
		}
	}

}
