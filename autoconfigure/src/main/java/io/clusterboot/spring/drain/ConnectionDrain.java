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
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.netty.Connection;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.HttpServerState;

/**
 * Closes the connections of a worker before its server stops, so that no client writes a
 * request into a connection that is about to be closed. From the moment the context stops
 * <ul>
 * <li>this worker accepts what is waiting and closes its descriptor of the listening
 * socket; the other workers have the socket too, and accept what comes later;</li>
 * <li>every HTTP/1.1 response says {@code Connection: close}, and ends its
 * connection;</li>
 * <li>an idle connection still serves a request within a grace period, and is closed
 * after it; the same holds for a connection that becomes idle later, if the head of its
 * response was written before the drain began;</li>
 * <li>HTTP/2 clients receive GOAWAY, and WebSockets are closed with 1001, spread over the
 * grace period.</li>
 * </ul>
 * Requests that are unfinished at the drain timeout are counted and cut. Boot's graceful
 * shutdown follows, with nothing left to wait for. May be used from any thread.
 */
public final class ConnectionDrain extends DrainStep implements ConnectionObserver {

	private static final Logger logger = LoggerFactory.getLogger(ConnectionDrain.class);

	private final GracefulClose gracefulClose;

	private final Duration timeout;

	private final TrafficCount traffic;

	private final List<Supplier<CompletableFuture<Void>>> listeners = new CopyOnWriteArrayList<>();

	private final ChannelGroup connections = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);

	private volatile boolean draining;

	private volatile boolean stopping;

	/**
	 * Create a new instance.
	 * @param grace how long an idle connection still serves a request
	 * @param timeout how long the drain may take
	 * @param traffic counts the requests that are cut
	 */
	public ConnectionDrain(Duration grace, Duration timeout, TrafficCount traffic) {
		super(Moment.FIRST);
		this.gracefulClose = new GracefulClose(grace);
		this.timeout = timeout;
		this.traffic = traffic;
	}

	/**
	 * Drain the connections of a server.
	 * @param server the server, without a handler yet: the first observer sees a request
	 * before it is answered
	 * @return the server to use from now on
	 */
	public HttpServer watch(HttpServer server) {
		return new HttpServerTraffic(this.traffic).watch(server)
			.doOnChannelInit((observer, channel, remoteAddress) -> connected(channel))
			.childObserve(this);
	}

	private void connected(Channel connection) {
		this.connections.add(connection);
		if (this.draining) {
			onItsLoop(connection, this.gracefulClose::begin);
		}
	}

	/**
	 * Drain a listener.
	 * @param stopListening stops it, and completes when its last connections are set up;
	 * may be called more than once
	 */
	public void watch(Supplier<CompletableFuture<Void>> stopListening) {
		this.listeners.add(stopListening);
	}

	@Override
	public void onStateChange(Connection connection, State newState) {
		if (this.draining && newState == HttpServerState.REQUEST_RECEIVED
				&& connection instanceof HttpServerResponse response) {
			response.keepAlive(false);
		}
	}

	/**
	 * Let the clients of all connections go, without an end by which they have to be
	 * gone, or serve them as usual again.
	 * @param begins whether to let them go
	 */
	public void letGo(boolean begins) {
		this.draining = begins || this.stopping;
		if (begins) {
			this.connections.forEach((connection) -> onItsLoop(connection, this.gracefulClose::begin));
		}
	}

	@Override
	protected void drain(Runnable whenDone) {
		this.stopping = true;
		this.draining = true;
		this.traffic.drain();
		CompletableFuture<Void> stoppedListening = CompletableFuture
			.allOf(this.listeners.stream().map(Supplier::get).toArray(CompletableFuture<?>[]::new));
		logger.debug("{} connections drain", this.connections.size());
		this.connections.forEach((connection) -> onItsLoop(connection, this.gracefulClose::begin));
		Thread stopping = Thread.currentThread();
		CompletableFuture<Outcome> outcome = new CompletableFuture<Outcome>().completeOnTimeout(Outcome.LATE,
				this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		outcome.thenAccept((reached) -> {
			if (reached == Outcome.LATE) {
				cut();
			}
			whenDone.run();
		});
		if (this.connections.stream().anyMatch((connection) -> connection.eventLoop().inEventLoop(stopping))) {
			letGo(stopping, outcome);
		}
		// Not earlier, as the last connections count too
		stoppedListening.thenRun(() -> awaitConnections(stopping, outcome));
	}

	private void awaitConnections(Thread stopping, CompletableFuture<Outcome> outcome) {
		List<Channel> awaited = this.connections.stream()
			.filter((connection) -> !connection.eventLoop().inEventLoop(stopping))
			.toList();
		EventLoop[] loops = awaited.stream().map(Channel::eventLoop).distinct().toArray(EventLoop[]::new);
		ChannelGroup group = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
		group.addAll(awaited);
		group.newCloseFuture().addListener((closed) -> afterAllOf(loops, () -> outcome.complete(Outcome.DRAINED)));
	}

	/**
	 * Do not let an event loop that stops the context wait for its own connections: it
	 * serves nothing while it waits. It is interrupted when the others are drained, and
	 * then waits for no later step of the stop.
	 */
	private static void letGo(Thread eventLoop, CompletableFuture<Outcome> outcome) {
		logger.warn("The context is stopped on the event loop {}; its own connections cannot be drained",
				eventLoop.getName());
		outcome.thenRun(eventLoop::interrupt);
	}

	/**
	 * Run a task after the current tasks of event loops: a loop that closes a connection
	 * may count the last request of the connection right after that.
	 */
	private static void afterAllOf(EventLoop[] loops, Runnable task) {
		CompletableFuture.allOf(Stream.of(loops).map((loop) -> CompletableFuture.runAsync(() -> {
		}, loop)).toArray(CompletableFuture<?>[]::new)).thenRun(task);
	}

	private void cut() {
		this.traffic.cut();
		// Not in order, as HTTP/2 would wait for its streams
		this.connections.forEach((connection) -> onItsLoop(connection, (cut) -> cut.unsafe().close(cut.voidPromise())));
	}

	private static void onItsLoop(Channel connection, Consumer<Channel> task) {
		connection.eventLoop().execute(() -> task.accept(connection));
	}

	/**
	 * What ended a drain.
	 */
	private enum Outcome {

		DRAINED, LATE

	}

}
