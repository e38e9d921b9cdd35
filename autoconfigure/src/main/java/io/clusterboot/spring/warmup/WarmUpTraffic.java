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

package io.clusterboot.spring.warmup;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerState;

/**
 * Tells the requests of a warm-up from all others, in Reactor Netty: by their connection,
 * which no client can have. Takes the header that marks a request from all requests of
 * others, so that whoever reads it can rely on it, and keeps those of a warm-up out of
 * the access log.
 */
public final class WarmUpTraffic implements ConnectionObserver {

	private static final AttributeKey<Boolean> MARK = AttributeKey.valueOf(WarmUpTraffic.class, "warmUp");

	private static final WarmUpTraffic INSTANCE = new WarmUpTraffic();

	private WarmUpTraffic() {
	}

	/**
	 * Mark a connection as one of a warm-up.
	 * @param connection the connection, before its first request
	 */
	public static void mark(Channel connection) {
		connection.attr(MARK).set(true);
	}

	/**
	 * Return whether a channel belongs to a warm-up.
	 * @param channel a connection, or a stream of HTTP/2
	 * @return whether it does
	 */
	public static boolean is(Channel channel) {
		return isMarked(channel) || isMarked(channel.parent());
	}

	private static boolean isMarked(@Nullable Channel channel) {
		return channel != null && channel.hasAttr(MARK);
	}

	/**
	 * Tell the requests of a server apart.
	 * @param server the server, without a handler yet
	 * @return the server to use from now on
	 */
	public static HttpServer watch(HttpServer server) {
		return server.childObserve(INSTANCE);
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (newState != HttpServerState.REQUEST_RECEIVED) {
			return;
		}
		if (is(connection.channel())) {
			ChannelPipeline pipeline = connection.channel().pipeline();
			if (pipeline.get(NettyPipeline.AccessLogHandler) != null) {
				pipeline.remove(NettyPipeline.AccessLogHandler);
			}
		}
		else if (connection instanceof HttpServerRequest request) {
			request.requestHeaders().remove(WarmUp.HEADER);
		}
	}

}
