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

import java.time.Duration;
import java.util.List;

import io.clusterboot.cluster.Cluster;
import io.clusterboot.spring.leadership.ClusterLeadership;
import io.clusterboot.spring.leadership.LeadershipGuard;
import io.clusterboot.spring.messaging.ClusterMessageHandler;
import io.clusterboot.spring.messaging.ClusterReply;
import io.clusterboot.spring.messaging.ReactiveClusterMessaging;
import io.clusterboot.spring.messaging.Recipients;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Which of the workers leads, and whether the job of the leader runs there.
 */
@RestController
final class LeaderController {

	private static final Duration DEADLINE = Duration.ofSeconds(10);

	private final ReactiveClusterMessaging messaging;

	private final Cluster cluster;

	private final ClusterLeadership leadership;

	private final LeaderJob job;

	LeaderController(ReactiveClusterMessaging messaging, Cluster cluster, ClusterLeadership leadership, LeaderJob job) {
		this.messaging = messaging;
		this.cluster = cluster;
		this.leadership = leadership;
		this.job = job;
	}

	/**
	 * Ask all workers.
	 * @return what those say that reply
	 */
	@GetMapping("/leader")
	Mono<List<Leading>> leader() {
		return this.messaging.gather(Recipients.workers(), new WhoLeads(), Leading.class, DEADLINE)
			.mapNotNull(ClusterReply::value)
			.collectList();
	}

	@ClusterMessageHandler
	Leading answer(WhoLeads question) {
		Integer worker = this.cluster.workerId().isPresent() ? this.cluster.workerId().getAsInt() : null;
		return new Leading(worker, ProcessHandle.current().pid(),
				this.leadership.current().map(LeadershipGuard::epoch).orElse(null), this.job.isRunning());
	}

	/**
	 * Whether a worker leads.
	 *
	 * @param worker its id, {@code null} in a standalone application
	 * @param epoch the number of its leadership, {@code null} if it does not lead
	 * @param jobRuns whether the job of the leader runs there
	 */
	record Leading(@Nullable Integer worker, long pid, @Nullable Long epoch, boolean jobRuns) {

	}

}
