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

package io.clusterboot.hosts.sample;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeaderLifecycle;
import io.clusterboot.spring.leadership.LeadershipGuard;
import org.jspecify.annotations.Nullable;

import org.springframework.stereotype.Component;

/**
 * Acts many times a second while it leads, and also goes on when it was not stopped: the
 * guard alone says when that is over. The times are those of the clock that all processes
 * of the machine share.
 */
@Component
final class LeaderJob implements LeaderLifecycle {

	private final ClusterLeadership leadership;

	private @Nullable ScheduledExecutorService thread;

	LeaderJob(ClusterLeadership leadership) {
		this.leadership = leadership;
	}

	@Override
	public synchronized void start() {
		LeadershipGuard guard = this.leadership.current().orElse(null);
		if (guard != null && this.thread == null) {
			System.out.println("Leads with " + guard.epoch());
			this.thread = Executors.newSingleThreadScheduledExecutor();
			this.thread.scheduleWithFixedDelay(() -> act(guard), 0, 20, TimeUnit.MILLISECONDS);
		}
	}

	private static void act(LeadershipGuard guard) {
		long before = System.nanoTime();
		if (guard.isValid()) {
			System.out.println("Acts with " + guard.epoch() + " from " + before + " to " + System.nanoTime());
		}
	}

	@Override
	public synchronized void stop() {
		if (this.thread != null) {
			System.out.println("Led until " + System.nanoTime());
			this.thread.shutdown();
			this.thread = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.thread != null;
	}

}
