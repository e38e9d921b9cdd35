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

package io.clusterboot.cluster.control;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The requests of the last ten minutes, so that one that is sent again is not carried out
 * again. May be used from any thread.
 */
final class RequestLedger {

	static final Duration LIFETIME = Duration.ofMinutes(10);

	/**
	 * Largest number of requests; beyond it the oldest are forgotten earlier.
	 */
	static final int CAPACITY = 1000;

	private final LongSupplier nanoTime;

	private final Map<String, Entry> entries = new LinkedHashMap<>();

	RequestLedger(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Return the outcome of a request, and carry it out unless that was done.
	 * @param id the id of the request
	 * @param request the request
	 * @param action carries it out
	 * @throws IllegalArgumentException if the id belongs to another request
	 */
	synchronized CompletableFuture<ControlOutcome> once(String id, ControlRequest request,
			Supplier<CompletableFuture<ControlOutcome>> action) {
		long now = this.nanoTime.getAsLong();
		forget(now);
		Entry known = this.entries.get(id);
		if (known != null) {
			if (!known.request().equals(request)) {
				throw new IllegalArgumentException(
						"id: %s (expected: another one, as it was used for another request)".formatted(id));
			}
			return known.outcome();
		}
		Entry entry = new Entry(request, new CompletableFuture<>(), new AtomicLong(now));
		this.entries.put(id, entry);
		begin(id, action).whenComplete((outcome, failure) -> {
			entry.doneAt().set(this.nanoTime.getAsLong());
			if (failure != null) {
				entry.outcome().completeExceptionally(failure);
			}
			else {
				entry.outcome().complete(outcome);
			}
		});
		return entry.outcome();
	}

	/**
	 * Begin to carry out a request. One that is refused is forgotten.
	 */
	private CompletableFuture<ControlOutcome> begin(String id, Supplier<CompletableFuture<ControlOutcome>> action) {
		try {
			return action.get();
		}
		catch (RuntimeException ex) {
			this.entries.remove(id);
			throw ex;
		}
	}

	/**
	 * Forget requests whose time is over, and the oldest ones if there are too many, but
	 * none that is being carried out.
	 */
	private void forget(long now) {
		int excess = this.entries.size() - CAPACITY + 1;
		Iterator<Entry> oldest = this.entries.values().iterator();
		while (oldest.hasNext()) {
			Entry entry = oldest.next();
			if (entry.outcome().isDone() && (excess > 0 || now - entry.doneAt().get() >= LIFETIME.toNanos())) {
				oldest.remove();
				excess--;
			}
		}
	}

	/**
	 * A request that was carried out, or is.
	 *
	 * @param doneAt when it was done, once it is
	 */
	private record Entry(ControlRequest request, CompletableFuture<ControlOutcome> outcome, AtomicLong doneAt) {

	}

}
