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
import io.clusterboot.cluster.event.ClusterEventVisitor;
import io.clusterboot.cluster.event.ClusterListener;
import io.clusterboot.cluster.event.QuarantineEvent;
import io.clusterboot.cluster.event.RollEvent;
import io.clusterboot.cluster.event.ScalingEvent;
import io.clusterboot.cluster.event.SlotEvent;
import io.clusterboot.cluster.event.StopEvent;
import io.clusterboot.cluster.event.ThreadPoolEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.BeanCreationNotAllowedException;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what happens in the cluster as application events.
 */
public final class WorkerEventPublisher implements ClusterListener {

	private static final Logger logger = LoggerFactory.getLogger(WorkerEventPublisher.class);

	private final ApplicationEventPublisher publisher;

	private final Translation translation = new Translation(this);

	public WorkerEventPublisher(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	@Override
	public void onEvent(ClusterEvent event) {
		event.accept(this.translation).ifPresent(this::publish);
	}

	private void publish(ApplicationEvent event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (BeanCreationNotAllowedException ex) {
			// The beans that listen were to be created for this event
			logger.debug("Nobody hears {}, as the context closes", event, ex);
		}
	}

	/**
	 * Makes application events. Empty are the events that the application context or the
	 * caller of the cluster knows already, and the steps of a stop.
	 */
	private static final class Translation implements ClusterEventVisitor<Optional<ApplicationEvent>> {

		private final Object source;

		Translation(Object source) {
			this.source = source;
		}

		@Override
		public Optional<ApplicationEvent> forked(ClusterEvent.Forked event) {
			return Optional.of(new WorkerForkedEvent(this.source, event.worker()));
		}

		@Override
		public Optional<ApplicationEvent> online(ClusterEvent.Online event) {
			return Optional.of(new WorkerOnlineEvent(this.source, event.worker(), event.sinceFork()));
		}

		@Override
		public Optional<ApplicationEvent> listening(ClusterEvent.Listening event) {
			return Optional.of(new WorkerListeningEvent(this.source, event.worker(), event.type(), event.address(),
					event.sinceFork()));
		}

		@Override
		public Optional<ApplicationEvent> ready(ClusterEvent.Ready event) {
			return Optional.of(new WorkerReadyEvent(this.source, event.worker(), event.sinceFork()));
		}

		@Override
		public Optional<ApplicationEvent> unready(ClusterEvent.Unready event) {
			return Optional.of(new WorkerUnreadyEvent(this.source, event.worker()));
		}

		@Override
		public Optional<ApplicationEvent> hung(ClusterEvent.Hung event) {
			return Optional.of(new WorkerHungEvent(this.source, event.worker(), event.hang(), event.duration(),
					Optional.ofNullable(event.spared())));
		}

		@Override
		public Optional<ApplicationEvent> threadsDumped(ClusterEvent.ThreadsDumped event) {
			return Optional.of(new WorkerThreadsDumpedEvent(this.source, event.worker(), event.file()));
		}

		@Override
		public Optional<ApplicationEvent> message(ClusterEvent.Message event) {
			return Optional.of(new WorkerMessageEvent(this.source, event.worker(), event.message()));
		}

		@Override
		public Optional<ApplicationEvent> stopEscalated(ClusterEvent.StopEscalated event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> quarantined(QuarantineEvent.Begun event) {
			return Optional.of(new WorkerQuarantinedEvent(this.source, event.worker()));
		}

		@Override
		public Optional<ApplicationEvent> released(QuarantineEvent.Ended event) {
			return Optional.of(new WorkerReleasedEvent(this.source, event.worker(), event.returned()));
		}

		@Override
		public Optional<ApplicationEvent> threadPoolExhausted(ThreadPoolEvent.Exhausted event) {
			return Optional.of(new WorkerThreadPoolExhaustedEvent(this.source, event.worker(), event.duration()));
		}

		@Override
		public Optional<ApplicationEvent> threadPoolRelieved(ThreadPoolEvent.Relieved event) {
			return Optional.of(new WorkerThreadPoolRelievedEvent(this.source, event.worker(), event.duration()));
		}

		@Override
		public Optional<ApplicationEvent> rollProgressed(RollEvent.Progressed event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> disconnected(ClusterEvent.Disconnected event) {
			return Optional.of(new WorkerDisconnectedEvent(this.source, event.worker()));
		}

		@Override
		public Optional<ApplicationEvent> exited(ClusterEvent.Exited event) {
			return Optional.of(new WorkerExitedEvent(this.source, event.worker(), event.status(), event.cause(),
					event.expected(), event.uptime(), event.drained(), event.aborted(), event.traffic()));
		}

		@Override
		public Optional<ApplicationEvent> serving(ClusterEvent.Serving event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> recycling(ClusterEvent.Recycling event) {
			return Optional.of(new WorkerRecyclingEvent(this.source, event.worker(), event.reason()));
		}

		@Override
		public Optional<ApplicationEvent> setUp(ClusterEvent.SetUp event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> gaveUp(ClusterEvent.GaveUp event) {
			return Optional.of(new ClusterGaveUpEvent(this.source, event.reason()));
		}

		@Override
		public Optional<ApplicationEvent> acceptingPaused(ClusterEvent.AcceptingPaused event) {
			return Optional.of(new AcceptingPausedEvent(this.source, event.address(), event.reason()));
		}

		@Override
		public Optional<ApplicationEvent> acceptingResumed(ClusterEvent.AcceptingResumed event) {
			return Optional.of(new AcceptingResumedEvent(this.source, event.address(), event.paused()));
		}

		@Override
		public Optional<ApplicationEvent> slotInTrouble(SlotEvent.InTrouble event) {
			return Optional.of(new SlotInTroubleEvent(this.source, event.slot(), event.failures(), event.pause()));
		}

		@Override
		public Optional<ApplicationEvent> slotRecovered(SlotEvent.Recovered event) {
			return Optional.of(new SlotRecoveredEvent(this.source, event.slot(), event.troubled()));
		}

		@Override
		public Optional<ApplicationEvent> stopRequested(StopEvent.Requested event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> stopAnnounced(StopEvent.Announced event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> stopStarted(StopEvent.Started event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> stopFinished(StopEvent.Finished event) {
			return Optional.empty();
		}

		@Override
		public Optional<ApplicationEvent> rollStarted(RollEvent.Started event) {
			return Optional.of(new RollStartedEvent(this.source, event.generation(), event.workers()));
		}

		@Override
		public Optional<ApplicationEvent> canaryStarted(RollEvent.CanaryStarted event) {
			return Optional.of(new WorkerCanaryEvent(this.source, event.worker(), event.duration()));
		}

		@Override
		public Optional<ApplicationEvent> committed(RollEvent.Committed event) {
			return Optional.of(new RollCommittedEvent(this.source, event.generation()));
		}

		@Override
		public Optional<ApplicationEvent> rollFinished(RollEvent.Finished event) {
			return Optional
				.of(new RollFinishedEvent(this.source, event.generation(), event.replaced(), event.duration()));
		}

		@Override
		public Optional<ApplicationEvent> rollFailed(RollEvent.Failed event) {
			return Optional.of(new RollFailedEvent(this.source, event.generation(), event.reason(), event.lastOutput(),
					event.duration()));
		}

		@Override
		public Optional<ApplicationEvent> scalingStarted(ScalingEvent.Started event) {
			return Optional.of(new ScalingStartedEvent(this.source, event.from(), event.to()));
		}

		@Override
		public Optional<ApplicationEvent> scalingFinished(ScalingEvent.Finished event) {
			return Optional.of(new ScalingFinishedEvent(this.source, event.size(), event.duration()));
		}

	}

}
