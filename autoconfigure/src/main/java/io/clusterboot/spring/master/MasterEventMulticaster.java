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

import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.context.event.SimpleApplicationEventMulticaster;
import org.springframework.core.ResolvableType;

/**
 * Calls all listeners except those of Spring's web support. At the first refresh they
 * would create the handler mappings, and with them the controllers, in a process that
 * serves nothing. Listener beans of the application do not hear that the application
 * starts, unless they {@linkplain MasterListeners belong} to the master.
 */
public final class MasterEventMulticaster extends SimpleApplicationEventMulticaster {

	private static final String WEB_SUPPORT = "org.springframework.web.";

	private final ConfigurableListableBeanFactory beanFactory;

	private final MasterListeners listeners;

	private final Set<Class<?>> restricted = ConcurrentHashMap.newKeySet();

	public MasterEventMulticaster(ConfigurableListableBeanFactory beanFactory) {
		super(beanFactory);
		this.beanFactory = beanFactory;
		this.listeners = new MasterListeners(beanFactory);
	}

	@Override
	public void addApplicationListenerBean(String listenerBeanName) {
		Class<?> type = this.beanFactory.getType(listenerBeanName, false);
		if (type != null && type.getName().startsWith(WEB_SUPPORT)) {
			return;
		}
		if (type != null && this.listeners.areRestricted(listenerBeanName, type)) {
			this.restricted.add(type);
			if (GenericApplicationListener.class.isAssignableFrom(type)) {
				// Any event would create it, to ask whether it supports that event
				return;
			}
		}
		super.addApplicationListenerBean(listenerBeanName);
	}

	@Override
	protected boolean supportsEvent(Class<?> listenerType, ResolvableType eventType) {
		return hears(listenerType, eventType) && super.supportsEvent(listenerType, eventType);
	}

	@Override
	protected boolean supportsEvent(ApplicationListener<?> listener, ResolvableType eventType,
			@Nullable Class<?> sourceType) {
		return !(this.restricted.contains(AopUtils.getTargetClass(listener)) && MasterListeners.isOfLife(eventType))
				&& super.supportsEvent(listener, eventType, sourceType);
	}

	private boolean hears(Class<?> listenerType, ResolvableType eventType) {
		if (!this.restricted.contains(listenerType)) {
			return true;
		}
		return MasterListeners.isEnd(eventType.toClass()) ? exists(listenerType) : !MasterListeners.isOfLife(eventType);
	}

	private boolean exists(Class<?> listenerType) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(listenerType, false, false))
			.anyMatch(this.beanFactory::containsSingleton);
	}

}
