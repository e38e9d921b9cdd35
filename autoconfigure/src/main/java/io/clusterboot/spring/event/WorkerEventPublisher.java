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

package io.clusterboot.spring.event;

import java.util.Optional;

import io.clusterboot.cluster.event.ClusterEvent;
import io.clusterboot.cluster.event.ClusterListener;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens in the cluster as application events.
 */
public final class WorkerEventPublisher implements ClusterListener {

	private final ApplicationEventPublisher publisher;

	public WorkerEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(ClusterEvent event) {
		ApplicationEvent translated = (event instanceof ClusterEvent.OfWorker ofWorker) ? translate(ofWorker)
				: translate(event);
		if (translated != null) {
			this.publisher.publishEvent(translated);
		}
	}

	private @Nullable ApplicationEvent translate(ClusterEvent.OfWorker event) {
		if (event instanceof ClusterEvent.Forked forked) {
			return new WorkerForkedEvent(this, forked.worker());
		}
		if (event instanceof ClusterEvent.Online online) {
			return new WorkerOnlineEvent(this, online.worker(), online.sinceFork());
		}
		if (event instanceof ClusterEvent.Listening listening) {
			return new WorkerListeningEvent(this, listening.worker(), listening.type(), listening.address(),
					listening.sinceFork());
		}
		if (event instanceof ClusterEvent.Ready ready) {
			return new WorkerReadyEvent(this, ready.worker(), ready.sinceFork());
		}
		if (event instanceof ClusterEvent.Unready unready) {
			return new WorkerUnreadyEvent(this, unready.worker());
		}
		if (event instanceof ClusterEvent.Message message) {
			return new WorkerMessageEvent(this, message.worker(), message.message());
		}
		if (event instanceof ClusterEvent.Disconnected disconnected) {
			return new WorkerDisconnectedEvent(this, disconnected.worker());
		}
		return translateSupervision(event);
	}

	private @Nullable ApplicationEvent translateSupervision(ClusterEvent.OfWorker event) {
		if (event instanceof ClusterEvent.Exited exited) {
			return new WorkerExitedEvent(this, exited.worker(), exited.status(), exited.cause(), exited.expected(),
					exited.uptime(), exited.drained(), exited.aborted());
		}
		if (event instanceof ClusterEvent.Hung hung) {
			return new WorkerHungEvent(this, hung.worker(), hung.hang(), hung.duration(),
					Optional.ofNullable(hung.spared()));
		}
		if (event instanceof ClusterEvent.ThreadsDumped dumped) {
			return new WorkerThreadsDumpedEvent(this, dumped.worker(), dumped.file());
		}
		if (event instanceof ClusterEvent.CanaryStarted canary) {
			return new WorkerCanaryEvent(this, canary.worker(), canary.duration());
		}
		if (event instanceof ClusterEvent.Recycling recycling) {
			return new WorkerRecyclingEvent(this, recycling.worker(), recycling.reason());
		}
		return null;
	}

	private @Nullable ApplicationEvent translate(ClusterEvent event) {
		if (event instanceof ClusterEvent.RollStarted roll) {
			return new RollStartedEvent(this, roll.generation(), roll.workers());
		}
		if (event instanceof ClusterEvent.Committed committed) {
			return new RollCommittedEvent(this, committed.generation());
		}
		if (event instanceof ClusterEvent.RollFinished roll) {
			return new RollFinishedEvent(this, roll.generation(), roll.replaced(), roll.duration());
		}
		if (event instanceof ClusterEvent.RollFailed roll) {
			return new RollFailedEvent(this, roll.generation(), roll.reason(), roll.lastOutput(), roll.duration());
		}
		if (event instanceof ClusterEvent.Scaling scaling) {
			return new ScalingStartedEvent(this, scaling.from(), scaling.to());
		}
		if (event instanceof ClusterEvent.Scaled scaled) {
			return new ScalingFinishedEvent(this, scaled.size(), scaled.duration());
		}
		if (event instanceof ClusterEvent.GaveUp gaveUp) {
			return new ClusterGaveUpEvent(this, gaveUp.reason());
		}
		if (event instanceof ClusterEvent.AcceptingPaused paused) {
			return new AcceptingPausedEvent(this, paused.address(), paused.reason());
		}
		if (event instanceof ClusterEvent.AcceptingResumed resumed) {
			return new AcceptingResumedEvent(this, resumed.address(), resumed.paused());
		}
		return null;
	}

}
