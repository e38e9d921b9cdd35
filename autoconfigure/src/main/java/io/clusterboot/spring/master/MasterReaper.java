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

import java.io.Closeable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.clusterboot.process.ZombieReaper;
import org.jspecify.annotations.Nullable;

/**
 * The reaper of a master that is PID 1, with a thread of its own. Any other master has
 * none, and no thread for it.
 */
public final class MasterReaper implements Closeable {

	private final @Nullable ScheduledExecutorService scheduler;

	private MasterReaper(@Nullable ScheduledExecutorService scheduler) {
		this.scheduler = scheduler;
	}

	/**
	 * Start to reap, if this process is PID 1.
	 * @return stops it when closed
	 */
	public static MasterReaper start() {
		if (ProcessHandle.current().pid() != 1) {
			return new MasterReaper(null);
		}
		ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "cluster-reaper");
			thread.setDaemon(true);
			return thread;
		});
		// The JDK reaps its own children as soon as they end
		ZombieReaper.start(scheduler, (pid) -> false);
		return new MasterReaper(scheduler);
	}

	@Override
	public void close() {
		if (this.scheduler != null) {
			this.scheduler.shutdownNow();
		}
	}

}
