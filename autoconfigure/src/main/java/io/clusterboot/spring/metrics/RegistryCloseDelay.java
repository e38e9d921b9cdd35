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

package io.clusterboot.spring.metrics;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.ApplicationEventMulticaster;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.AbstractApplicationContext;

/**
 * Keeps the meter registries of a worker open while it drains. Spring Boot closes them
 * when the context begins to close: requests that are answered after that would not count
 * where a time series is new, and a registry that sends would not send them. Not
 * thread-safe.
 */
public final class RegistryCloseDelay {

	/**
	 * The bean of Spring Boot that closes the registries.
	 */
	private static final String CLOSER = "meterRegistryCloser";

	private final ConfigurableApplicationContext context;

	private @Nullable ApplicationListener<ContextClosedEvent> closer;

	/**
	 * Create a new instance.
	 * @param context the context that has the registries
	 */
	public RegistryCloseDelay(ConfigurableApplicationContext context) {
		this.context = context;
	}

	/**
	 * From now on the registries stay open.
	 */
	@SuppressWarnings("unchecked")
	void begin() {
		if (this.context.containsBean(CLOSER)) {
			ApplicationListener<ContextClosedEvent> listener = this.context.getBean(CLOSER, ApplicationListener.class);
			ApplicationEventMulticaster multicaster = this.context.getBean(
					AbstractApplicationContext.APPLICATION_EVENT_MULTICASTER_BEAN_NAME,
					ApplicationEventMulticaster.class);
			multicaster.removeApplicationListenerBean(CLOSER);
			multicaster.removeApplicationListener(listener);
			this.closer = listener;
		}
	}

	/**
	 * Close the registries.
	 */
	void end() {
		if (this.closer != null) {
			this.closer.onApplicationEvent(new ContextClosedEvent(this.context));
			this.closer = null;
		}
	}

}
