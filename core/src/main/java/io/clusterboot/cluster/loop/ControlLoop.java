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

package io.clusterboot.cluster.loop;

import java.time.Duration;

/**
 * The one thread that owns all state of a cluster, and the only clock. Other threads pass
 * it what they learn as tasks, which run one after another and never block. Tests replace
 * it by a loop that they advance by hand.
 */
public interface ControlLoop {

	/**
	 * Run a task on the loop, after all tasks that were submitted before. May be called
	 * from any thread. The task is dropped if the loop has ended.
	 * @param task what to run
	 */
	void execute(Runnable task);

	/**
	 * Run a task on the loop after a delay.
	 * @param delay how long to wait
	 * @param task what to run
	 * @return the timer, to cancel it
	 */
	Timer schedule(Duration delay, Runnable task);

	/**
	 * Return the loop's time.
	 * @return nanoseconds since some fixed moment
	 */
	long nanoTime();

	/**
	 * A task that waits for its time.
	 */
	@FunctionalInterface
	interface Timer {

		/**
		 * Cancel the task. It no longer runs, unless it already has.
		 */
		void cancel();

	}

}
