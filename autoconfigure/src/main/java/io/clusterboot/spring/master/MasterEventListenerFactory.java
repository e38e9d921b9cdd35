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

import java.lang.reflect.Method;

import io.clusterboot.spring.messaging.MessageOrigin;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ApplicationListenerMethodAdapter;
import org.springframework.context.event.EventListener;
import org.springframework.context.event.EventListenerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;

/**
 * Makes listeners of {@link EventListener @EventListener} methods as Spring does. Those
 * of a restricted bean do not hear that the application starts, nor the messages of other
 * processes, and hear that it ends only if the bean exists.
 */
public final class MasterEventListenerFactory implements EventListenerFactory, Ordered {

	private final ConfigurableListableBeanFactory beanFactory;

	private final MasterListeners listeners;

	public MasterEventListenerFactory(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.listeners = new MasterListeners(beanFactory);
	}

	/**
	 * After all factories but Spring's default one.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public boolean supportsMethod(Method method) {
		return true;
	}

	@Override
	public ApplicationListener<?> createApplicationListener(String beanName, Class<?> type, Method method) {
		return this.listeners.areRestricted(beanName, type) ? new RestrictedListener(beanName, type, method)
				: new ApplicationListenerMethodAdapter(beanName, type, method);
	}

	private final class RestrictedListener extends ApplicationListenerMethodAdapter {

		private final String listenerBean;

		private RestrictedListener(String beanName, Class<?> type, Method method) {
			super(beanName, type, method);
			this.listenerBean = beanName;
		}

		@Override
		public boolean supportsEventType(ResolvableType eventType) {
			return !MasterListeners.isOfLife(eventType) && super.supportsEventType(eventType);
		}

		/**
		 * Messages of other processes are for the beans of the master.
		 */
		@Override
		public boolean supportsSourceType(@Nullable Class<?> sourceType) {
			return sourceType != MessageOrigin.class;
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
			if (!MasterListeners.isEnd(event.getClass())
					|| MasterEventListenerFactory.this.beanFactory.containsSingleton(this.listenerBean)) {
				super.onApplicationEvent(event);
			}
		}

	}

}
