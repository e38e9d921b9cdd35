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

package io.clusterboot.autoconfigure;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.concurrent.GlobalEventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.NettyPipeline;
import reactor.netty.channel.ChannelOperations;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerState;
import reactor.netty.http.websocket.WebsocketOutbound;

import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/**
 * Lets the clients of a worker go before its server stops, so that none of them writes a
 * request into a connection that is about to be closed. From the moment the context stops
 * <ul>
 * <li>nothing more is accepted; the listening socket is shared, and the other workers
 * do;</li>
 * <li>every HTTP/1.1 response says {@code Connection: close}, and ends its
 * connection;</li>
 * <li>an idle connection has a grace period in which a request is still served, and is
 * closed after it;</li>
 * <li>HTTP/2 clients are sent GOAWAY, and WebSockets are closed with 1001, spread over
 * the grace period.</li>
 * </ul>
 * Boot's graceful shutdown follows, and waits for the requests that are still in flight.
 */
final class ConnectionDrain implements SmartLifecycle, ConnectionObserver {

	/**
	 * What a WebSocket is told that has to go because the server does.
	 */
	private static final int GOING_AWAY = 1001;

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDrain.class);

	private final Duration grace;

	private final TrafficCount traffic;

	private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private volatile boolean draining;

	private volatile boolean running;

	ConnectionDrain(Duration grace, TrafficCount traffic) {
		this.grace = grace;
		this.traffic = traffic;
	}

	/**
	 * Take care of the connections of a server.
	 * @param server the server, without a handler yet: who observes first sees a request
	 * before it is answered
	 * @return the server to use from now on
	 */
	HttpServer watch(HttpServer server) {
		return this.traffic.watch(server)
			.doOnChannelInit((observer, channel, remoteAddress) -> this.connections.add(channel))
			.childObserve(this);
	}

	/**
	 * Take care of a listening channel.
	 * @param listener a channel that accepts
	 */
	void watch(Channel listener) {
		this.listeners.add(listener);
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (this.draining && newState == HttpServerState.REQUEST_RECEIVED
				&& connection instanceof HttpServerResponse response) {
			response.keepAlive(false);
		}
	}

	@Override
	public int getPhase() {
		return WebServerApplicationContext.GRACEFUL_SHUTDOWN_PHASE + 1;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void stop() {
		stop(() -> {
		});
	}

	@Override
	public void stop(Runnable callback) {
		this.running = false;
		this.draining = true;
		this.traffic.drain();
		this.listeners.forEach((listener) -> listener.config().setAutoRead(false));
		logger.debug("{} connections drain", this.connections.size());
		AtomicBoolean finished = new AtomicBoolean();
		Runnable finish = () -> {
			if (finished.compareAndSet(false, true)) {
				this.connections.forEach((connection) -> onItsLoop(connection, ConnectionDrain::closeIfIdle));
				callback.run();
			}
		};
		GlobalEventExecutor.INSTANCE.schedule(finish, this.grace.toNanos(), TimeUnit.NANOSECONDS);
		this.connections.forEach((connection) -> onItsLoop(connection, this::letGo));
		this.connections.newCloseFuture().addListener((closed) -> finish.run());
	}

	private static void onItsLoop(Channel connection, Consumer<Channel> task) {
		connection.eventLoop().execute(() -> task.accept(connection));
	}

	private void letGo(Channel connection) {
		ChannelOperations<?, ?> operations = ChannelOperations.get(connection);
		if (connection.pipeline().get(NettyPipeline.HttpCodec) instanceof Http2ConnectionHandler codec) {
			letGo(connection, codec);
		}
		else if (operations instanceof WebsocketOutbound webSocket) {
			afterAWhile(connection, () -> letGo(connection, webSocket));
		}
		else if (operations instanceof HttpServerResponse response) {
			if (!response.hasSentHeaders()) {
				response.keepAlive(false);
			}
		}
	}

	/**
	 * Say GOAWAY twice, as RFC 9113 asks: the first time of no stream in particular, so
	 * that those which are under way to us are served, and then of the last one we know.
	 */
	private void letGo(Channel connection, Http2ConnectionHandler codec) {
		// How long streams may take is the server's business
		codec.gracefulShutdownTimeoutMillis(-1);
		connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR).setExtraStreamIds(Integer.MAX_VALUE));
		connection.eventLoop().schedule(() -> {
			connection.writeAndFlush(new DefaultHttp2GoAwayFrame(Http2Error.NO_ERROR));
			// Closes when the last stream has ended
			connection.close();
		}, this.grace.toNanos() / 2, TimeUnit.NANOSECONDS);
	}

	private static void letGo(Channel connection, WebsocketOutbound webSocket) {
		if (connection.isActive()) {
			connection.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, new ClosingHandshake());
			webSocket.sendClose(GOING_AWAY, "The server is going away").subscribe();
		}
	}

	private void afterAWhile(Channel connection, Runnable task) {
		long delay = ThreadLocalRandom.current().nextLong(Math.max(1, this.grace.toNanos()));
		connection.eventLoop().schedule(task, delay, TimeUnit.NANOSECONDS);
	}

	private static void closeIfIdle(Channel connection) {
		if (ChannelOperations.get(connection) == null) {
			connection.close();
		}
	}

}
