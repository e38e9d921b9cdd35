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

package io.clusterboot.process;

import java.util.ArrayDeque;
import java.util.Deque;

import org.jspecify.annotations.Nullable;

/**
 * Runs tasks one at a time and in order, on the calling threads: a thread that finds
 * another one running tasks leaves its task to that thread, and otherwise runs it itself.
 * No lock is held while a listener runs.
 */
final class SerialDelivery {

	private final Deque<Runnable> tasks = new ArrayDeque<>();

	private boolean running;

	/**
	 * Run a task after all earlier tasks.
	 * @param task the task, which does not throw
	 */
	void run(Runnable task) {
		if (enqueue(task)) {
			drain();
		}
	}

	/**
	 * Run a task after all earlier tasks, and not on this thread.
	 * @param name the name of the thread that is started if none runs tasks
	 * @param task the task, which does not throw
	 */
	void runElsewhere(String name, Runnable task) {
		if (enqueue(task)) {
			Thread thread = new Thread(this::drain, name);
			thread.setDaemon(true);
			thread.start();
		}
	}

	private synchronized boolean enqueue(Runnable task) {
		this.tasks.add(task);
		boolean first = !this.running;
		this.running = true;
		return first;
	}

	private void drain() {
		for (Runnable task = next(); task != null; task = next()) {
			task.run();
		}
	}

	private synchronized @Nullable Runnable next() {
		Runnable task = this.tasks.poll();
		this.running = task != null;
		return task;
	}

	synchronized boolean isIdle() {
		return !this.running;
	}

}
