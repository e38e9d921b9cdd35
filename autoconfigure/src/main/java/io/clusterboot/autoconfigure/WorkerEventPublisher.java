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

package io.clusterboot.autoconfigure;

import io.clusterboot.cluster.master.ClusterEvent;
import io.clusterboot.cluster.master.ClusterListener;
import io.clusterboot.spring.event.WorkerDisconnectedEvent;
import io.clusterboot.spring.event.WorkerEvent;
import io.clusterboot.spring.event.WorkerExitedEvent;
import io.clusterboot.spring.event.WorkerForkedEvent;
import io.clusterboot.spring.event.WorkerListeningEvent;
import io.clusterboot.spring.event.WorkerMessageEvent;
import io.clusterboot.spring.event.WorkerOnlineEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens in the cluster as application events.
 */
final class WorkerEventPublisher implements ClusterListener {

	private final ApplicationEventPublisher publisher;

	WorkerEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(ClusterEvent event) {
		WorkerEvent workerEvent = translate(event);
		if (workerEvent != null) {
			this.publisher.publishEvent(workerEvent);
		}
	}

	private @Nullable WorkerEvent translate(ClusterEvent event) {
		if (event instanceof ClusterEvent.Forked forked) {
			return new WorkerForkedEvent(this, forked.worker());
		}
		if (event instanceof ClusterEvent.Online online) {
			return new WorkerOnlineEvent(this, online.worker(), online.sinceFork());
		}
		if (event instanceof ClusterEvent.Listening listening) {
			return new WorkerListeningEvent(this, listening.worker(), listening.address(), listening.sinceFork());
		}
		if (event instanceof ClusterEvent.Message message) {
			return new WorkerMessageEvent(this, message.worker(), message.message());
		}
		if (event instanceof ClusterEvent.Disconnected disconnected) {
			return new WorkerDisconnectedEvent(this, disconnected.worker());
		}
		if (event instanceof ClusterEvent.Exited exited) {
			return new WorkerExitedEvent(this, exited.worker(), exited.status(), exited.expected(), exited.uptime());
		}
		return null;
	}

}
