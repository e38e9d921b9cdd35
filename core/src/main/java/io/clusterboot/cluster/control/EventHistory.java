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

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.event.EventDescription;

/**
 * The latest events of a cluster, for readers that come back for more. May be used from
 * any thread.
 */
public final class EventHistory implements ClusterListener {

	/**
	 * How many events are remembered.
	 */
	public static final int CAPACITY = 500;

	private final Clock clock;

	private final Deque<EventEntry> entries = new ArrayDeque<>();

	private CompletableFuture<Void> next = new CompletableFuture<>();

	private long last = -1;

	/**
	 * Create an empty history.
	 * @param clock the clock that tells when events happen
	 */
	public EventHistory(Clock clock) {
		this.clock = clock;
	}

	@Override
	public void onEvent(ClusterEvent event) {
		EventDescription.of(event).ifPresent((description) -> {
			CompletableFuture<Void> happened = add(event, description);
			happened.complete(null);
		});
	}

	private synchronized CompletableFuture<Void> add(ClusterEvent event, EventDescription description) {
		WorkerInfo worker = (event instanceof ClusterEvent.OfWorker ofWorker) ? ofWorker.worker() : null;
		this.last++;
		if (this.entries.size() == CAPACITY) {
			this.entries.removeFirst();
		}
		this.entries.add(new EventEntry(this.last, this.clock.instant(), description.name(), description.level(),
				description.text(), (worker != null) ? worker.id() : null, (worker != null) ? worker.slot() : null));
		CompletableFuture<Void> happened = this.next;
		this.next = new CompletableFuture<>();
		return happened;
	}

	/**
	 * Return the events after one that is known.
	 * @param number the number of that event, -1 for all that are remembered
	 * @param wait how long to wait for an event, if there is none
	 * @return completes with the events, none if none happened
	 */
	CompletableFuture<EventBatch> after(long number, Duration wait) {
		CompletableFuture<Void> happens;
		synchronized (this) {
			if (number < this.last || wait.isZero()) {
				return CompletableFuture.completedFuture(batch(number));
			}
			happens = this.next;
		}
		return happens.copy()
			.completeOnTimeout(null, wait.toMillis(), TimeUnit.MILLISECONDS)
			.thenApply((happened) -> batch(number));
	}

	private synchronized EventBatch batch(long number) {
		List<EventEntry> after = new ArrayList<>(this.entries);
		after.removeIf((entry) -> entry.number() <= number);
		return new EventBatch(after, this.last);
	}

}
