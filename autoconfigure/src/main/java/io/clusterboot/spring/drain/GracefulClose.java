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

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Closes one connection without losing a request, in the way of its protocol. Used on the
 * event loop of the connection.
 *
 * @param grace how long an idle connection still serves a request
 */
record GracefulClose(Duration grace) {

	/**
	 * Status code of a WebSocket that is closed because the server goes away.
	 */
	private static final int GOING_AWAY = 1001;

	/**
	 * Interval between two looks at a busy connection when there is no grace period.
	 */
	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

	void begin(Channel connection) {
		if (connection.pipeline().get(NettyPipeline.HttpCodec) instanceof Http2ConnectionHandler codec) {
			goAway(connection, codec);
			return;
		}
		ChannelOperations<?, ?> operations = ChannelOperations.get(connection);
		if (operations instanceof WebsocketOutbound webSocket) {
			// Spread over the grace period, so that not all clients connect again at once
			long delay = ThreadLocalRandom.current().nextLong(Math.max(1, this.grace.toNanos()));
			connection.eventLoop().schedule(() -> close(connection, webSocket), delay, TimeUnit.NANOSECONDS);
			return;
		}
		if (operations instanceof HttpServerResponse response && !response.hasSentHeaders()) {
			response.keepAlive(false);
		}
		closeAfterIdling(connection, operations == null);
	}

	/**
	 * Close a connection that is idle for the whole grace period. A busy one is looked at
	 * again.
	 */
	private void closeAfterIdling(Channel connection, boolean idle) {
		Duration interval = (idle || this.grace.compareTo(SHORTEST_INTERVAL) > 0) ? this.grace : SHORTEST_INTERVAL;
		connection.eventLoop().schedule(() -> {
			ChannelOperations<?, ?> operations = ChannelOperations.get(connection);
			if (operations instanceof WebsocketOutbound webSocket) {
				close(connection, webSocket);
			}
			else if (idle && operations == null) {
				connection.close();
			}
			else if (connection.isActive()) {
				closeAfterIdling(connection, operations == null);
			}
		}, interval.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Send GOAWAY twice, as RFC 9113 asks: first for no stream in particular, so that the
	 * streams that are on their way to this worker are served, and then for the last
	 * stream that arrived.
	 */
	private void goAway(Channel connection, Http2ConnectionHandler codec) {
		// The drain timeout limits the streams
		codec.gracefulShutdownTimeoutMillis(-1);
		connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
		connection.eventLoop().schedule(() -> {
			connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
			// Closes when the last stream has ended
			connection.close();
		}, this.grace.toNanos() / 2, TimeUnit.NANOSECONDS);
	}

	private static void close(Channel connection, WebsocketOutbound webSocket) {
		if (connection.isActive()) {
			connection.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, new ClosingHandshake());
			webSocket.sendClose(GOING_AWAY, "The server is going away").subscribe();
		}
	}

}
