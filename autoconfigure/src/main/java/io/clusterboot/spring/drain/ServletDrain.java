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
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the clients of the servlet containers of a worker go before Boot stops them, so
 * that no client writes a request into a connection that is about to be closed. From the
 * moment the context stops
 * <ul>
 * <li>this worker takes the connections that are waiting, and leaves the listening socket
 * to the other workers;</li>
 * <li>every response says {@code Connection: close}, unless it was begun before, and
 * HTTP/2 clients receive GOAWAY;</li>
 * <li>WebSockets are closed with 1001, spread over the grace period;</li>
 * <li>connections stay open for a grace period, and for another one after the last
 * response whose client does not know that its connection ends.</li>
 * </ul>
 * The drain ends when no connection is left, when no request is unfinished after the
 * grace period, or at the drain timeout. It never pauses a container before that, since a
 * container that is paused refuses the requests of kept connections. May be used from any
 * thread.
 */
public final class ServletDrain extends DrainStep implements RequestLog {

	private static final Logger logger = LoggerFactory.getLogger(ServletDrain.class);

	private static final int FIRST_SERVER_ERROR = 500;

	/**
	 * How often clients are let go in a grace period. A connection that begins to use
	 * HTTP/2 meanwhile has most of the period left then.
	 */
	private static final int REMINDERS_IN_GRACE = 10;

	/**
	 * Without a grace period there are reminders, too, while requests are unfinished.
	 */
	private static final Duration SHORTEST_REMINDER = Duration.ofMillis(10);

	/**
	 * Share of the grace period after which the last WebSocket is closed, which leaves
	 * its client time to say so too.
	 */
	private static final double LATEST_CLOSE = 0.8;

	private final Duration grace;

	private final Duration timeout;

	private final TrafficCount traffic;

	private final List<DrainingServer> servers = new CopyOnWriteArrayList<>();

	private final List<Supplier<? extends Collection<OpenWebSocket>>> webSockets = new CopyOnWriteArrayList<>();

	/**
	 * The WebSockets that are closed soon, or were.
	 */
	private final Set<Object> toldSessions = ConcurrentHashMap.newKeySet();

	private final AtomicInteger inFlight = new AtomicInteger();

	private final CompletableFuture<Void> drained = new CompletableFuture<>();

	private final Duration reminderInterval;

	private volatile boolean draining;

	private volatile boolean lettingGo;

	/**
	 * Counts how often clients began to be let go, so that only the latest time goes on.
	 */
	private int spell;

	/**
	 * The number of grace periods that have begun. The last one has to pass.
	 */
	private final AtomicInteger begunPeriods = new AtomicInteger();

	/**
	 * The period that has passed most recently.
	 */
	private volatile int passedPeriod;

	/**
	 * Create a new instance.
	 * @param grace how long a connection stays open for another request
	 * @param timeout how long the drain may take
	 * @param traffic counts the connections and requests
	 */
	public ServletDrain(Duration grace, Duration timeout, TrafficCount traffic) {
		super(Moment.FIRST);
		this.grace = grace;
		this.timeout = timeout;
		this.traffic = traffic;
		Duration part = grace.dividedBy(REMINDERS_IN_GRACE);
		this.reminderInterval = (part.compareTo(SHORTEST_REMINDER) > 0) ? part : SHORTEST_REMINDER;
	}

	/**
	 * Return how long the drain may take.
	 * @return the duration
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Drain a server, too.
	 * @param server the server, before it listens
	 */
	public void watch(DrainingServer server) {
		this.servers.add(server);
	}

	/**
	 * Close the WebSockets of a server when its clients are let go.
	 * @param open returns those that are open
	 */
	public void watchWebSockets(Supplier<? extends Collection<OpenWebSocket>> open) {
		this.webSockets.add(open);
	}

	/**
	 * A server has got a connection.
	 */
	public void connectionBegun() {
		this.traffic.connected();
	}

	/**
	 * A connection of a server has ended.
	 */
	public void connectionEnded() {
		this.traffic.disconnected();
		endIfDrained();
	}

	@Override
	public void begun() {
		this.inFlight.incrementAndGet();
		this.traffic.begun();
	}

	@Override
	public void took(long nanos) {
		this.traffic.took(nanos);
	}

	@Override
	public void ended(int status, boolean failed, boolean closes) {
		if (status >= FIRST_SERVER_ERROR) {
			this.traffic.serverError();
		}
		if (failed) {
			this.traffic.abandoned();
		}
		else {
			this.traffic.answered();
		}
		if (this.draining && !closes) {
			beginGrace();
		}
		this.inFlight.decrementAndGet();
		endIfDrained();
	}

	@Override
	public boolean isDraining() {
		return this.lettingGo;
	}

	/**
	 * Let the clients of all connections go, without an end by which they have to be
	 * gone, or keep them again.
	 * @param begins whether to let them go
	 */
	public synchronized void letGo(boolean begins) {
		this.lettingGo = begins || this.draining;
		this.spell++;
		if (begins) {
			this.toldSessions.clear();
			tellClients(this.spell);
		}
		else if (!this.draining) {
			this.servers.forEach(DrainingServer::keepClients);
		}
	}

	@Override
	protected void drain(Runnable whenDone) {
		this.draining = true;
		this.lettingGo = true;
		this.traffic.drain();
		this.drained.orTimeout(this.timeout.toNanos(), TimeUnit.NANOSECONDS).whenComplete((nothing, late) -> {
			if (late != null) {
				this.traffic.cut();
			}
			whenDone.run();
		});
		CompletableFuture
			.allOf(this.servers.stream().map(DrainingServer::stopListening).toArray(CompletableFuture<?>[]::new))
			.whenComplete((nothing, failure) -> letClientsGo());
	}

	private void letClientsGo() {
		logger.debug("{} connections drain", openConnections());
		letGo(true);
		beginGrace();
		endIfDrained();
	}

	private synchronized void tellClients(int spell) {
		if (spell != this.spell || this.drained.isDone()) {
			return;
		}
		try {
			this.servers.forEach(DrainingServer::letClientsGo);
			this.webSockets.stream().map(Supplier::get).flatMap(Collection::stream).forEach(this::closeSoon);
		}
		catch (RuntimeException ex) {
			logger.warn("Not all clients know that this worker goes away; it goes on nevertheless", ex);
		}
		after(this.reminderInterval, () -> tellClients(spell));
	}

	/**
	 * Close a WebSocket at a random moment, so that the clients do not all connect again
	 * at once.
	 */
	private void closeSoon(OpenWebSocket webSocket) {
		if (this.toldSessions.add(webSocket.session())) {
			long latest = (long) (this.grace.toNanos() * LATEST_CLOSE);
			after(Duration.ofNanos(ThreadLocalRandom.current().nextLong(latest + 1)), webSocket.close());
		}
	}

	private void beginGrace() {
		int period = this.begunPeriods.incrementAndGet();
		after(this.grace, () -> {
			this.passedPeriod = period;
			endIfDrained();
		});
	}

	private static void after(Duration delay, Runnable task) {
		new CompletableFuture<Void>().completeOnTimeout(null, delay.toNanos(), TimeUnit.NANOSECONDS).thenRunAsync(task);
	}

	private boolean isQuiet() {
		return this.passedPeriod == this.begunPeriods.get() && this.inFlight.get() == 0;
	}

	private void endIfDrained() {
		if (this.begunPeriods.get() > 0 && (openConnections() == 0 || isQuiet())) {
			this.drained.complete(null);
		}
	}

	private int openConnections() {
		return this.servers.stream().mapToInt(DrainingServer::openConnections).sum();
	}

}
