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

package io.clusterboot.spring.leader;

import java.util.ArrayDeque;
import java.util.Queue;

import io.clusterboot.spring.leadership.LeaderLifecycle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A runner that waits for the leadership: it runs once, on a thread of its own. A run
 * that has begun goes on when the leadership is revoked.
 */
final class LeaderRun implements LeaderLifecycle {

	private static final Logger logger = LoggerFactory.getLogger(LeaderRun.class);

	private final String name;

	private final Queue<Task> tasks = new ArrayDeque<>();

	private boolean leads;

	LeaderRun(String name) {
		this.name = name;
	}

	/**
	 * The application would run it now.
	 */
	synchronized void postpone(Task task) {
		this.tasks.add(task);
		runIfLeading();
	}

	@Override
	public synchronized void start() {
		this.leads = true;
		runIfLeading();
	}

	private void runIfLeading() {
		while (this.leads && !this.tasks.isEmpty()) {
			Task task = this.tasks.remove();
			new Thread(() -> run(task), "cluster-leader-" + this.name).start();
		}
	}

	private void run(Task task) {
		try {
			task.run();
		}
		catch (Exception ex) {
			logger.error("{} failed in the worker that leads", this.name, ex);
		}
	}

	@Override
	public synchronized void stop() {
		this.leads = false;
	}

	@Override
	public synchronized boolean isRunning() {
		return this.leads;
	}

	/**
	 * What a runner does.
	 */
	interface Task {

		/**
		 * Do it.
		 * @throws Exception if it fails
		 */
		void run() throws Exception;

	}

}
