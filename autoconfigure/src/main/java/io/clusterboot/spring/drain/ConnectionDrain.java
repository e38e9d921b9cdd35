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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
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
 * closed after it; so has one that becomes idle later, as the head of its response was
 * written before and could not say that it would be the last one;</li>
 * <li>HTTP/2 clients are sent GOAWAY, and WebSockets are closed with 1001, spread over
 * the grace period.</li>
 * </ul>
 * What is left at the drain timeout is counted and cut. Boot's graceful shutdown follows,
 * with nothing left to wait for.
 */
public final class ConnectionDrain implements SmartLifecycle, ConnectionObserver {

	/**
	 * What a WebSocket is told that has to go because the server does.
	 */
	private static final int GOING_AWAY = 1001;

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDrain.class);

	/**
	 * How often a busy connection is looked at when there is no grace period.
	 */
	private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);

	private final Duration grace;

	private final Duration timeout;

	private final TrafficCount traffic;

	private final Set<Channel> listeners = ConcurrentHashMap.newKeySet();

	private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

	private volatile boolean draining;

	private volatile boolean running;

	/**
	 * Create a new instance.
	 * @param grace how long an idle connection still serves a request
	 * @param timeout how long all of it may take
	 * @param traffic what counts the requests that are cut
	 */
	public ConnectionDrain(Duration grace, Duration timeout, TrafficCount traffic) {
		this.grace = grace;
		this.timeout = timeout;
		this.traffic = traffic;
	}

	/**
	 * Take care of the connections of a server.
	 * @param server the server, without a handler yet: who observes first sees a request
	 * before it is answered
	 * @return the server to use from now on
	 */
	public HttpServer watch(HttpServer server) {
		return this.traffic.watch(server)
			.doOnChannelInit((observer, channel, remoteAddress) -> connected(channel))
			.childObserve(this);
	}

	private void connected(Channel connection) {
		this.connections.add(connection);
		if (this.draining) {
			onItsLoop(connection, this::letGo);
		}
	}

	/**
	 * Take care of a listening channel.
	 * @param listener a channel that accepts
	 */
	public void watch(Channel listener) {
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
				callback.run();
			}
		};
		this.connections.forEach((connection) -> onItsLoop(connection, this::letGo));
		GlobalEventExecutor.INSTANCE.schedule(() -> cut(finish), this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		EventLoop[] loops = this.connections.stream().map(Channel::eventLoop).distinct().toArray(EventLoop[]::new);
		this.connections.newCloseFuture().addListener((closed) -> afterAllOf(loops, finish));
	}

	/**
	 * Do something after all that loops do now: one that closes a connection may count
	 * its last request right after that.
	 */
	private static void afterAllOf(EventLoop[] loops, Runnable task) {
		CompletableFuture.allOf(Stream.of(loops).map((loop) -> CompletableFuture.runAsync(() -> {
		}, loop)).toArray(CompletableFuture<?>[]::new)).thenRun(task);
	}

	private void cut(Runnable finish) {
		this.traffic.cut();
		// Not in order, as HTTP/2 would wait for its streams
		this.connections.forEach((connection) -> onItsLoop(connection, (cut) -> cut.unsafe().close(cut.voidPromise())));
		finish.run();
	}

	private static void onItsLoop(Channel connection, Consumer<Channel> task) {
		connection.eventLoop().execute(() -> task.accept(connection));
	}

	private void letGo(Channel connection) {
		if (connection.pipeline().get(NettyPipeline.HttpCodec) instanceof Http2ConnectionHandler codec) {
			letGo(connection, codec);
			return;
		}
		ChannelOperations<?, ?> operations = ChannelOperations.get(connection);
		if (operations instanceof WebsocketOutbound webSocket) {
			afterAWhile(connection, () -> letGo(connection, webSocket));
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
				letGo(connection, webSocket);
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

}
