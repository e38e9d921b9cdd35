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

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends a worker the requests of a plan, in turn, on threads of its own that wait for
 * each answer: a client on the event loops would share classes with the server, and
 * change what the compiler learns of it. A target gets no more requests after its first
 * failure. A connection sends some requests only, so that each event loop gets
 * connections, and so that setting one up is exercised too.
 * <p>
 * Reactor Netty 1.3.7 may stop reading from a connection that is kept alive, when the
 * next request arrives before another thread has completed the response
 * (reactor-netty#4361). So a request that a used connection does not answer soon is sent
 * again on a new one, and its target gets new connections only from then on.
 */
public final class WarmUp {

	/**
	 * The header that marks a request of a warm-up. Its value is the slot of the worker.
	 */
	public static final String HEADER = "X-ClusterBoot-Warm-Up";

	private static final int REQUESTS_PER_CONNECTION = 50;

	/**
	 * Longest wait, in milliseconds, for an answer on a connection that was used before.
	 */
	private static final int PATIENCE = 500;

	private static final Logger logger = LoggerFactory.getLogger(WarmUp.class);

	private final WarmUpPlan plan;

	private final ConnectionSource source;

	private final HttpConnections connections;

	private final WarmUpTally tally;

	private final Set<WarmUpTarget> unshared = ConcurrentHashMap.newKeySet();

	private final AtomicLong begun = new AtomicLong();

	private final AtomicInteger opened = new AtomicInteger();

	private final Set<Socket> open = new HashSet<>();

	private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

	private boolean closed;

	/**
	 * Create a warm-up, which runs once.
	 * @param plan what is requested
	 * @param source opens connections to the server
	 * @param protocols what the server speaks
	 * @param port the port that the server has for others
	 * @param slot the slot of this worker
	 */
	public WarmUp(WarmUpPlan plan, ConnectionSource source, ServerProtocols protocols, int port, int slot) {
		this.plan = plan;
		this.source = source;
		this.connections = new HttpConnections(protocols, port, Integer.toString(slot));
		this.tally = new WarmUpTally(plan);
	}

	/**
	 * Send the requests, and wait for the answers, for the timeout at most.
	 * @return what became of it
	 */
	public WarmUpReport run() {
		logger.info("Warming up: {}", this.plan);
		long begin = System.nanoTime();
		CompletableFuture<Void> lanes = CompletableFuture.allOf(
				IntStream.range(0, this.plan.parallelism()).mapToObj(this::lane).toArray(CompletableFuture<?>[]::new));
		boolean late = !await(CompletableFuture.anyOf(lanes, this.cancelled));
		// Before the rest is closed, which ends the threads
		boolean complete = lanes.isDone();
		close();
		List<String> failures = late ? this.tally.failuresAtTimeout() : this.tally.failures();
		return new WarmUpReport(this.tally.statuses(), failures, Duration.ofNanos(System.nanoTime() - begin),
				this.cancelled.isDone() && !complete);
	}

	/**
	 * Give up what is left. May be called at any time.
	 */
	public void cancel() {
		this.cancelled.complete(null);
	}

	private boolean await(CompletableFuture<?> end) {
		try {
			end.get(this.plan.timeout().toNanos(), TimeUnit.NANOSECONDS);
			return true;
		}
		catch (TimeoutException ex) {
			return false;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A thread of the warm-up failed", ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			cancel();
			return true;
		}
	}

	private CompletableFuture<Void> lane(int number) {
		CompletableFuture<Void> end = new CompletableFuture<>();
		Thread thread = new Thread(() -> {
			try {
				request();
				end.complete(null);
			}
			catch (RuntimeException | Error ex) {
				end.completeExceptionally(ex);
			}
		}, "cluster-warm-up-" + number);
		thread.setDaemon(true);
		thread.start();
		return end;
	}

	private void request() {
		Lane lane = new Lane();
		try {
			for (WarmUpTarget target = next(); target != null; target = next()) {
				try {
					this.tally.answered(target, lane.get(target));
				}
				catch (IOException ex) {
					lane.close();
					if (!isClosed()) {
						this.tally.failed(target, ex);
					}
				}
			}
		}
		finally {
			lane.close();
		}
	}

	private @Nullable WarmUpTarget next() {
		List<WarmUpTarget> targets = this.plan.targets();
		for (long next = this.begun.getAndIncrement(); next < this.plan.total()
				&& !isClosed(); next = this.begun.getAndIncrement()) {
			WarmUpTarget target = targets.get((int) (next % targets.size()));
			if (!this.tally.hasFailed(target)) {
				return target;
			}
		}
		return null;
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized Socket opened(Socket socket) throws IOException {
		if (this.closed) {
			socket.close();
			throw new IOException("The warm-up has ended");
		}
		this.open.add(socket);
		return socket;
	}

	private void close(Socket socket) {
		synchronized (this) {
			this.open.remove(socket);
		}
		try {
			socket.close();
		}
		catch (IOException ex) {
			logger.debug("A connection of the warm-up could not be closed", ex);
		}
	}

	/**
	 * Close all connections, so that no thread waits for an answer any more.
	 */
	private void close() {
		Set<Socket> left;
		synchronized (this) {
			this.closed = true;
			left = Set.copyOf(this.open);
		}
		left.forEach(this::close);
	}

	/**
	 * The connections of one thread, one after the other.
	 */
	private final class Lane {

		private @Nullable Socket socket;

		private @Nullable HttpConnection connection;

		private int requests;

		int get(WarmUpTarget target) throws IOException {
			Socket used = this.socket;
			HttpConnection current = this.connection;
			if (used != null && current != null && current.isReusable() && this.requests < REQUESTS_PER_CONNECTION
					&& !WarmUp.this.unshared.contains(target)) {
				this.requests++;
				used.setSoTimeout(PATIENCE);
				try {
					return current.get(target.path());
				}
				catch (SocketTimeoutException ex) {
					logger.debug("{} is not answered on a connection that was used before", target, ex);
					WarmUp.this.unshared.add(target);
				}
			}
			return open().get(target.path());
		}

		private HttpConnection open() throws IOException {
			close();
			Socket socket = opened(WarmUp.this.source.open(WarmUp.this.plan.timeout()));
			this.socket = socket;
			HttpConnection connection = WarmUp.this.connections.over(socket, WarmUp.this.opened.getAndIncrement());
			this.connection = connection;
			this.requests = 1;
			return connection;
		}

		void close() {
			Socket last = this.socket;
			this.socket = null;
			this.connection = null;
			if (last != null) {
				WarmUp.this.close(last);
			}
		}

	}

}
