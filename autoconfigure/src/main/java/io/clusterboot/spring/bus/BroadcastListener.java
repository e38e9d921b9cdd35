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

package io.clusterboot.spring.bus;

import io.clusterboot.cluster.messaging.MessageBus;
import io.clusterboot.spring.messaging.ClusterBroadcast;
import io.clusterboot.spring.messaging.ClusterMessagingException;
import io.clusterboot.spring.messaging.MessageOrigin;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationEvent;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Sends the events with {@link ClusterBroadcast} that are published in this process to
 * the others. Called on the thread that publishes.
 */
public final class BroadcastListener implements GenericApplicationListener {

	private static final Logger logger = LoggerFactory.getLogger(BroadcastListener.class);

	private final BusMessaging messaging;

	/**
	 * Create a new instance.
	 * @param bus the bus of this process
	 * @param types the names of the types
	 */
	public BroadcastListener(MessageBus bus, MessageTypes types) {
		this.messaging = new BusMessaging(bus, types);
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		return PayloadApplicationEvent.class.isAssignableFrom(eventType.toClass());
	}

	/**
	 * Return whether an event comes from this process.
	 */
	@Override
	public boolean supportsSourceType(@Nullable Class<?> sourceType) {
		return sourceType != MessageOrigin.class;
	}

	/**
	 * Before the listeners of this process: one of them may fail.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		Object payload = ((PayloadApplicationEvent<?>) event).getPayload();
		if (AnnotatedElementUtils.hasAnnotation(payload.getClass(), ClusterBroadcast.class)) {
			try {
				this.messaging.broadcast(payload);
			}
			catch (ClusterMessagingException ex) {
				logger.warn("An event is heard in this process only: {}", ex.getMessage());
			}
		}
	}

}
