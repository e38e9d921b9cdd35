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

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;

/**
 * Distinguishes the beans that belong to the master from the beans that are merely
 * defined there.
 */
public final class MasterBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * Create a new instance.
	 * @param beanFactory has the beans
	 */
	public MasterBeans(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Return whether a bean asks to live in the master: it, or the configuration that
	 * declares it, is {@link ConditionalOnClusterRole} for the master.
	 * @param beanName the name of the bean
	 * @return whether it does
	 */
	public boolean belong(String beanName) {
		if (asks(this.beanFactory.findAnnotationOnBean(beanName, ConditionalOnClusterRole.class, false))) {
			return true;
		}
		if (!this.beanFactory.containsBeanDefinition(beanName)) {
			return false;
		}
		BeanDefinition definition = this.beanFactory.getBeanDefinition(beanName);
		String declaring = definition.getFactoryBeanName();
		return declaring != null && !declaring.equals(beanName) && this.beanFactory.containsBeanDefinition(declaring)
				&& belong(declaring);
	}

	/**
	 * Return whether this process is a master, and not one that processes the application
	 * ahead of time, with the beans of all roles.
	 */
	static boolean isMaster(Environment environment) {
		return ClusterRole.MASTER.name().equals(environment.getProperty(ConditionalOnClusterRole.ROLE_PROPERTY));
	}

	private static boolean asks(@Nullable ConditionalOnClusterRole annotation) {
		return annotation != null && Arrays.asList(annotation.value()).contains(ClusterRole.MASTER);
	}

}
