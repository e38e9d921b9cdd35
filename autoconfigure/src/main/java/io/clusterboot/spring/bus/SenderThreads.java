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

package io.clusterboot.spring.bus;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on a few threads: those of one sender one after the other, those of several
 * senders at the same time. Nothing runs before {@link #start()}. May be used from any
 * thread.
 */
final class SenderThreads {

	/**
	 * How many senders are handled at the same time.
	 */
	private static final int THREADS = 4;

	private static final int IDLE_SECONDS = 10;

	private final int capacity;

	private final ThreadPoolExecutor threads;

	private final Map<Integer, Deque<Runnable>> queues = new HashMap<>();

	private int waiting;

	private boolean running;

	private boolean ended;

	/**
	 * Create a new instance.
	 * @param capacity the largest number of tasks that wait
	 */
	SenderThreads(int capacity) {
		this.capacity = capacity;
		AtomicInteger number = new AtomicInteger();
		this.threads = new ThreadPoolExecutor(THREADS, THREADS, IDLE_SECONDS, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(), (task) -> {
					Thread thread = new Thread(task, "cluster-handler-" + number.incrementAndGet());
					thread.setDaemon(true);
					return thread;
				});
		this.threads.allowCoreThreadTimeOut(true);
	}

	/**
	 * Run a task after those of the same sender.
	 * @param sender the sender
	 * @param task the task, which throws nothing
	 * @return {@code false} if too many tasks wait, or no more are run
	 */
	synchronized boolean execute(int sender, Runnable task) {
		if (this.waiting == this.capacity || this.ended) {
			return false;
		}
		this.waiting++;
		Deque<Runnable> queue = this.queues.computeIfAbsent(sender, (key) -> new ArrayDeque<>());
		queue.add(task);
		if (this.running && queue.size() == 1) {
			this.threads.execute(() -> runNext(sender, queue));
		}
		return true;
	}

	/**
	 * Run one task and no more, so that a sender with many does not hold a thread.
	 */
	private void runNext(int sender, Deque<Runnable> queue) {
		Runnable task = next(queue);
		if (task == null) {
			return;
		}
		try {
			task.run();
		}
		finally {
			done(sender, queue);
		}
	}

	private synchronized @Nullable Runnable next(Deque<Runnable> queue) {
		if (this.ended) {
			return null;
		}
		this.waiting--;
		return queue.peek();
	}

	private synchronized void done(int sender, Deque<Runnable> queue) {
		queue.remove();
		if (queue.isEmpty()) {
			this.queues.remove(sender);
		}
		else if (!this.ended) {
			this.threads.execute(() -> runNext(sender, queue));
		}
	}

	/**
	 * Run what waits, and what comes from now on.
	 */
	synchronized void start() {
		this.running = true;
		this.queues.forEach((sender, queue) -> this.threads.execute(() -> runNext(sender, queue)));
	}

	/**
	 * Run no further tasks; those that run are not interrupted.
	 * @return how many waited
	 */
	synchronized int end() {
		this.ended = true;
		this.threads.shutdown();
		return this.waiting;
	}

	synchronized boolean hasEnded() {
		return this.ended;
	}

}
