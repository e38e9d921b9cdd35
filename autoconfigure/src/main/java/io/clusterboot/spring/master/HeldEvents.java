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
package io.clusterboot.spring.master;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.loop.Attempt;
import org.jspecify.annotations.Nullable;

/**
 * Holds the events of a cluster until the application's listeners exist, then passes on
 * all of them in order. Called on the thread that delivers events.
 */
final class HeldEvents implements ClusterListener {

	private final CountDownLatch decided = new CountDownLatch(1);

	/**
	 * The workers that were forked before the first one listened, and do not listen yet.
	 */
	private final Set<Integer> starting = new HashSet<>();

	private List<ClusterEvent> held = new ArrayList<>();

	private @Nullable ClusterListener listener;

	@Override
	public void onEvent(ClusterEvent event) {
		if (this.listener != null) {
			this.listener.onEvent(event);
		}
		else {
			this.held.add(event);
		}
		if (event instanceof ClusterEvent.Forked forked) {
			this.starting.add(forked.worker().id());
		}
		else if (event instanceof ClusterEvent.Listening listening) {
			started(listening.worker().id());
		}
		else if (event instanceof ClusterEvent.Exited exited) {
			started(exited.worker().id());
		}
	}

	private void started(int workerId) {
		this.starting.remove(workerId);
		if (this.starting.isEmpty()) {
			this.decided.countDown();
		}
	}

	/**
	 * Return whether the wait for the first workers is over.
	 */
	boolean isDecided() {
		return this.decided.getCount() == 0;
	}

	/**
	 * Pass on the events so far, and all that follow. One that a listener fails to handle
	 * does not keep the others from it.
	 */
	void passTo(ClusterListener listener) {
		List<ClusterEvent> events = this.held;
		this.held = List.of();
		this.listener = listener;
		events.forEach((event) -> Attempt.to("report an event", () -> listener.onEvent(event)));
	}

	/**
	 * Wait until the first worker, and those that were forked together with it, listen or
	 * have failed. May be called on any thread.
	 * @param seconds the longest wait
	 */
	void awaitFirstWorkers(long seconds) {
		try {
			this.decided.await(seconds, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
