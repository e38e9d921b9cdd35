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

package io.clusterboot.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterEvent.OfWorker;
import io.clusterboot.cluster.event.ClusterListener;

/**
 * Records the events of a cluster of real processes, and waits for them.
 */
public final class EventRecorder implements ClusterListener {

	private static final Duration DEADLINE = Duration.ofSeconds(120);

	private final List<ClusterEvent> events = new ArrayList<>();

	@Override
	public synchronized void onEvent(ClusterEvent event) {
		this.events.add(event);
		notifyAll();
	}

	/**
	 * Return the first event of a worker that happened, or else the first that will.
	 */
	public <E extends OfWorker> E await(Class<E> type, int workerId) {
		return await(type, (event) -> event.worker().id() == workerId);
	}

	/**
	 * Return the first event that happened, or else the first that will.
	 */
	public synchronized <E extends ClusterEvent> E await(Class<E> type, Predicate<E> wanted) {
		long deadline = System.nanoTime() + DEADLINE.toNanos();
		while (true) {
			for (ClusterEvent event : this.events) {
				if (type.isInstance(event) && wanted.test(type.cast(event))) {
					return type.cast(event);
				}
			}
			long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
			if (left <= 0) {
				throw new AssertionError("No such %s in %s".formatted(type.getSimpleName(), this.events));
			}
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}
	}

	/**
	 * Wait for an event as {@link #await} does, and forget that it happened.
	 */
	public synchronized <E extends ClusterEvent> E take(Class<E> type, Predicate<E> wanted) {
		E event = await(type, wanted);
		this.events.remove(event);
		return event;
	}

	/**
	 * Return the events of a kind that happened.
	 */
	public synchronized <E extends ClusterEvent> List<E> events(Class<E> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast).toList();
	}

	/**
	 * Return the events of a worker that happened.
	 */
	public List<OfWorker> eventsOf(int workerId) {
		return events(OfWorker.class).stream().filter((event) -> event.worker().id() == workerId).toList();
	}

}
