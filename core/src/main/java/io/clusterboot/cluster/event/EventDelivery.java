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

package io.clusterboot.cluster.event;

import java.io.Closeable;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls the listeners, one event after another, on a thread of its own, so that a slow
 * listener does not delay the control loop.
 */
public final class EventDelivery implements Closeable {

	private static final Logger logger = LoggerFactory.getLogger(EventDelivery.class);

	/**
	 * Longest wait of a stop for listeners that are still busy.
	 */
	public static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

	private final List<ClusterListener> listeners;

	private final ExecutorService thread;

	private EventDelivery(List<ClusterListener> listeners, ExecutorService thread) {
		this.listeners = List.copyOf(listeners);
		this.thread = thread;
	}

	/**
	 * Start the delivery. Its thread starts with the first event.
	 * @param name the name of the thread
	 * @param listeners the listeners, called in this order
	 * @return the delivery, to be closed by the caller
	 */
	public static EventDelivery start(String name, List<ClusterListener> listeners) {
		return new EventDelivery(listeners,
				new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, name);
					thread.setDaemon(true);
					return thread;
				}, new ThreadPoolExecutor.DiscardPolicy()));
	}

	public void deliver(ClusterEvent event) {
		this.thread.execute(() -> this.listeners.forEach((listener) -> call(listener, event)));
	}

	/**
	 * Run a task after the delivery of all events so far.
	 * @param task the task
	 */
	public void afterwards(Runnable task) {
		this.thread.execute(task);
	}

	private void call(ClusterListener listener, ClusterEvent event) {
		try {
			listener.onEvent(event);
		}
		catch (RuntimeException | Error ex) {
			logger.error("Listener {} failed on {}", listener.getClass().getName(), event, ex);
		}
	}

	/**
	 * Deliver all events so far, and wait for that at most {@link #CLOSE_TIMEOUT}.
	 */
	@Override
	public void close() {
		this.thread.shutdown();
		try {
			if (!this.thread.awaitTermination(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				logger.warn("Listeners are still busy {} ms after the cluster ended", CLOSE_TIMEOUT.toMillis());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
