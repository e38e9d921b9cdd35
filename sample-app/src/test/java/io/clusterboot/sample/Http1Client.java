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

package io.clusterboot.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A client of HTTP/1.1 with one connection, which it uses for as long as the server lets
 * it, and whose end it notices while it has nothing to ask.
 */
final class Http1Client implements LoadClient {

	static final Duration ANSWER_DEADLINE = Duration.ofSeconds(90);

	private final SampleClient target;

	private final Exchange exchange;

	private final Supplier<Duration> pause;

	private @Nullable KeptConnection connection;

	private ConnectionTrace trace = ConnectionTrace.NEW;

	private Http1Client(SampleClient target, Exchange exchange, Supplier<Duration> pause) {
		this.target = target;
		this.exchange = exchange;
		this.pause = pause;
	}

	/**
	 * A client that always has something to ask.
	 */
	static Http1Client busy(SampleClient target, Exchange exchange) {
		return new Http1Client(target, exchange, () -> Duration.ZERO);
	}

	/**
	 * A client that leaves its connection idle from one request to the next.
	 */
	static Http1Client idling(SampleClient target, Exchange exchange, Supplier<Duration> pause) {
		return new Http1Client(target, exchange, pause);
	}

	@Override
	public Outcome ask() throws IOException {
		boolean letGo = endedWhileIdle();
		if (this.connection == null) {
			this.trace = ConnectionTrace.NEW;
			this.connection = this.target.keepConnection().answerDeadline(ANSWER_DEADLINE);
		}
		KeptConnection current = this.connection;
		try {
			this.exchange.on(current);
			if (current.letGo()) {
				current.awaitEnd();
			}
		}
		catch (IOException | RuntimeException | AssertionError ex) {
			current.spoil();
			throw ex;
		}
		finally {
			this.trace = current.trace();
			if (!current.usable()) {
				close();
			}
		}
		return (letGo || this.connection == null) ? Outcome.LET_GO : Outcome.KEPT;
	}

	private boolean endedWhileIdle() {
		if (this.connection == null) {
			return false;
		}
		Duration time = Objects.requireNonNull(this.pause.get());
		if (!time.isZero() && !this.connection.staysOpenFor(time)) {
			close();
			return true;
		}
		return false;
	}

	@Override
	public ConnectionTrace trace() {
		return this.trace;
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

	/**
	 * A request and its answer.
	 */
	interface Exchange {

		/**
		 * Make the request, and check its answer.
		 */
		void on(KeptConnection connection) throws IOException;

	}

}
