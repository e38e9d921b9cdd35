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

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.event.SimpleApplicationEventMulticaster;

/**
 * Calls all listeners except those of Spring's web support. At the first refresh they
 * would create the handler mappings, and with them the controllers, in a process that
 * serves nothing.
 */
public final class MasterEventMulticaster extends SimpleApplicationEventMulticaster {

	private static final String WEB_SUPPORT = "org.springframework.web.";

	private final ConfigurableListableBeanFactory beanFactory;

	public MasterEventMulticaster(ConfigurableListableBeanFactory beanFactory) {
		super(beanFactory);
		this.beanFactory = beanFactory;
	}

	@Override
	public void addApplicationListenerBean(String listenerBeanName) {
		Class<?> type = this.beanFactory.getType(listenerBeanName, false);
		if (type == null || !type.getName().startsWith(WEB_SUPPORT)) {
			super.addApplicationListenerBean(listenerBeanName);
		}
	}

}
