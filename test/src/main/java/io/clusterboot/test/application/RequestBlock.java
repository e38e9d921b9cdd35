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

package io.clusterboot.test.application;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Blocks the event loops of a worker, and every thread that gets a request. May be used
 * from any thread.
 */
final class RequestBlock {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final RequestGate gate;

	private final Supplier<List<Executor>> eventLoops;

	RequestBlock(RequestGate gate, Supplier<List<Executor>> eventLoops) {
		this.gate = gate;
		this.eventLoops = eventLoops;
	}

	/**
	 * Begin, and wait until every event loop is blocked.
	 */
	void begin() {
		this.gate.shut();
		List<Executor> loops = this.eventLoops.get();
		CountDownLatch blocked = new CountDownLatch(loops.size());
		loops.forEach((loop) -> loop.execute(() -> this.gate.pass(blocked)));
		try {
			if (!blocked.await(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new NotBlockedException("%d of %d event loops are busy and not blocked after %s"
					.formatted(blocked.getCount(), loops.size(), TIMEOUT));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new NotBlockedException("Interrupted");
		}
	}

	/**
	 * Let all go on.
	 */
	void end() {
		this.gate.open();
	}

	/**
	 * Not every event loop could be blocked.
	 */
	static final class NotBlockedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		NotBlockedException(String message) {
			super(message);
		}

	}

}
