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

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;

import io.clusterboot.cluster.scheduling.ConnectionScheduler;
import io.clusterboot.cluster.scheduling.SchedulingPolicy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the application's scheduler choose the worker in place of the policy, from the
 * moment on when the application context has it. Connections that come earlier are
 * scheduled by the policy.
 */
final class LateScheduler implements ConnectionScheduler {

	private static final Logger logger = LoggerFactory.getLogger(LateScheduler.class);

	private final SchedulingPolicy policy;

	private volatile ConnectionScheduler scheduler;

	private LateScheduler(SchedulingPolicy policy, ConnectionScheduler scheduler) {
		this.policy = policy;
		this.scheduler = scheduler;
	}

	/**
	 * Create a scheduler that does what a policy says.
	 */
	static LateScheduler of(SchedulingPolicy policy) {
		return new LateScheduler(policy, policy.handsOver() ? policy.newScheduler() : (candidates, client) -> 0);
	}

	/**
	 * Ask the application's scheduler from now on. The bean may be meant for another
	 * profile with another policy, so a policy that does not ask it is no failure.
	 */
	void delegateTo(ConnectionScheduler scheduler) {
		if (this.policy.handsOver()) {
			this.scheduler = scheduler;
			return;
		}
		logger.warn(
				"The ConnectionScheduler bean {} is not used; cluster.scheduling-policy: {} (expected: "
						+ "round-robin, least-connections or source-hash, where the master accepts the connections)",
				scheduler.getClass().getName(), this.policy.name().toLowerCase(Locale.ROOT).replace('_', '-'));
	}

	@Override
	public int choose(List<Candidate> candidates, InetSocketAddress client) {
		return this.scheduler.choose(candidates, client);
	}

	@Override
	public WhenBusy whenBusy() {
		return this.scheduler.whenBusy();
	}

}
