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

package io.clusterboot.sample;

import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeaderLifecycle;
import io.clusterboot.spring.leadership.LeadershipGuard;
import io.clusterboot.spring.leadership.LeadershipRevokedEvent;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Lives with the leadership of its worker. The times in the log are those of the clock
 * that all processes share.
 */
@Component
final class LeaderJob implements LeaderLifecycle {

	private static final Logger log = LoggerFactory.getLogger(LeaderJob.class);

	private final ClusterLeadership leadership;

	private volatile @Nullable LeadershipGuard guard;

	LeaderJob(ClusterLeadership leadership) {
		this.leadership = leadership;
	}

	@Override
	public void start() {
		LeadershipGuard granted = this.leadership.current().orElse(null);
		this.guard = granted;
		if (granted != null) {
			log.info("Leads from {}: pid {}, epoch {}", System.nanoTime(), ProcessHandle.current().pid(),
					granted.epoch());
		}
	}

	@EventListener
	void revoked(LeadershipRevokedEvent event) {
		log.debug("Leadership with epoch {} was revoked", event.epoch());
	}

	@Override
	public void stop() {
		LeadershipGuard granted = this.guard;
		this.guard = null;
		if (granted != null) {
			log.info("Led until {}: pid {}, epoch {}", System.nanoTime(), ProcessHandle.current().pid(),
					granted.epoch());
		}
	}

	@Override
	public boolean isRunning() {
		return this.guard != null;
	}

}
