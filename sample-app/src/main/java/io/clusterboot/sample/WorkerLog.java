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

import io.clusterboot.cluster.WorkerInfo;
import io.clusterboot.spring.event.WorkerDisconnectedEvent;
import io.clusterboot.spring.event.WorkerExitedEvent;
import io.clusterboot.spring.event.WorkerForkedEvent;
import io.clusterboot.spring.event.WorkerListeningEvent;
import io.clusterboot.spring.event.WorkerMessageEvent;
import io.clusterboot.spring.event.WorkerOnlineEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Logs the life of every worker. Listeners like these run in the master.
 */
@Component
final class WorkerLog {

	private static final Logger log = LoggerFactory.getLogger(WorkerLog.class);

	@EventListener
	void forked(WorkerForkedEvent event) {
		log.info("{} forked", name(event.worker()));
	}

	@EventListener
	void online(WorkerOnlineEvent event) {
		log.info("{} is online", name(event.worker()));
	}

	@EventListener
	void listening(WorkerListeningEvent event) {
		log.info("{} is listening on {}:{}", name(event.worker()), event.address(), event.port());
	}

	@EventListener
	void message(WorkerMessageEvent event) {
		log.info("{} sent {}", name(event.worker()), event.message());
	}

	@EventListener
	void disconnected(WorkerDisconnectedEvent event) {
		log.info("{} disconnected", name(event.worker()));
	}

	@EventListener
	void exited(WorkerExitedEvent event) {
		log.info("{} exited{} with {} after {}", name(event.worker()), event.expected() ? "" : " unexpectedly",
				event.status(), event.uptime());
	}

	private static String name(WorkerInfo worker) {
		return "Worker %d (slot %d, pid %d)".formatted(worker.id(), worker.slot(), worker.pid());
	}

}
