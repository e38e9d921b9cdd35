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

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Ends the event streams of servlets when the worker drains, since they would never end
 * by themselves: their clients connect again, to another worker. Each stream ends at a
 * random moment after the grace period, so that the clients do not all connect at once,
 * and between two events. Only asynchronous responses end.
 */
public final class ServletEventStreamDrain extends DrainStep implements Filter {

	/**
	 * Share of the drain timeout after which the last stream has ended.
	 */
	private static final double LATEST = 0.6;

	private final long earliestNanos;

	private final long latestNanos;

	private final Set<ServletEventStream> streams = ConcurrentHashMap.newKeySet();

	private volatile boolean ending;

	private volatile boolean draining;

	/**
	 * Create a new instance.
	 * @param grace how long no stream is ended
	 * @param drainTimeout how long the drain may take
	 */
	public ServletEventStreamDrain(Duration grace, Duration drainTimeout) {
		super(Moment.FIRST);
		this.latestNanos = (long) (drainTimeout.toNanos() * LATEST);
		this.earliestNanos = Math.min(grace.toNanos(), this.latestNanos);
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!(response instanceof HttpServletResponse httpResponse)) {
			chain.doFilter(request, response);
			return;
		}
		ServletEventStream stream = new ServletEventStream(httpResponse, this::begun);
		chain.doFilter(request, stream);
		if (request.isAsyncStarted() && stream.isEventStream()) {
			stream.endWith(request, () -> this.streams.remove(stream));
		}
	}

	/**
	 * The first byte of a stream is written.
	 */
	private void begun(ServletEventStream stream) {
		this.streams.add(stream);
		if (this.ending) {
			endLater(stream);
		}
	}

	/**
	 * End all streams, or let new ones be.
	 * @param begins whether to end them
	 */
	public void letGo(boolean begins) {
		this.ending = begins || this.draining;
		if (begins) {
			this.streams.forEach(this::endLater);
		}
	}

	@Override
	protected void drain(Runnable whenDone) {
		this.draining = true;
		letGo(true);
		whenDone.run();
	}

	private void endLater(ServletEventStream stream) {
		long delay = ThreadLocalRandom.current().nextLong(this.earliestNanos, this.latestNanos + 1);
		new CompletableFuture<Void>().completeOnTimeout(null, delay, TimeUnit.NANOSECONDS).thenRunAsync(stream::end);
	}

}
