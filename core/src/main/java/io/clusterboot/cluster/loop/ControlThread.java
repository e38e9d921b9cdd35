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

import java.io.Closeable;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control loop of a running cluster: one thread, which keeps the JVM alive until the
 * loop is closed.
 */
public final class ControlThread implements ControlLoop, Closeable {

	private static final Logger logger = LoggerFactory.getLogger(ControlThread.class);

	private final ScheduledThreadPoolExecutor executor;

	private ControlThread(ScheduledThreadPoolExecutor executor) {
		this.executor = executor;
	}

	/**
	 * Start the loop.
	 * @param name the name of the thread
	 * @return the loop, to be closed by the caller
	 */
	public static ControlThread start(String name) {
		ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, (task) -> new Thread(task, name),
				new ThreadPoolExecutor.DiscardPolicy());
		executor.setRemoveOnCancelPolicy(true);
		executor.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
		return new ControlThread(executor);
	}

	@Override
	public void execute(Runnable task) {
		this.executor.execute(() -> run(task));
	}

	@Override
	public Timer schedule(Duration delay, Runnable task) {
		Future<?> future = this.executor.schedule(() -> run(task), delay.toNanos(), TimeUnit.NANOSECONDS);
		return () -> future.cancel(false);
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException | Error ex) {
			logger.error("A task of the control loop failed", ex);
		}
	}

	@Override
	public long nanoTime() {
		return System.nanoTime();
	}

	/**
	 * End the loop after the tasks that were submitted so far. Pending timers are
	 * dropped.
	 */
	@Override
	public void close() {
		this.executor.shutdown();
	}

}
