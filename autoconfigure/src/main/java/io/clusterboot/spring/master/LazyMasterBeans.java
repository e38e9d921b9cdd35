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

import io.clusterboot.cluster.ClusterRole;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Makes the beans of the application lazy in the master, so that only what a listener
 * method needs is created. That holds for beans that say {@code @Lazy(false)} too, since
 * many a library does, for other reasons, and Spring Data for its repositories.
 * {@code @Scheduled} methods run only in beans that ask for the {@link ClusterRole#MASTER
 * master}. Does nothing while the application is processed ahead of time, since the
 * generated code is that of all roles.
 */
public final class LazyMasterBeans implements BeanFactoryPostProcessor, EnvironmentAware, Ordered {

	private boolean inMaster;

	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.inMaster = MasterBeans.isMaster(environment);
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!this.inMaster) {
			return;
		}
		MasterBeans masterBeans = new MasterBeans(beanFactory);
		for (String beanName : beanFactory.getBeanDefinitionNames()) {
			BeanDefinition definition = beanFactory.getBeanDefinition(beanName);
			if (definition.getRole() != BeanDefinition.ROLE_INFRASTRUCTURE && !masterBeans.belong(beanName)) {
				definition.setLazyInit(true);
			}
		}
		restrictScheduling((BeanDefinitionRegistry) beanFactory);
	}

	private static void restrictScheduling(BeanDefinitionRegistry registry) {
		String name = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
		if (registry.containsBeanDefinition(name)) {
			registry.removeBeanDefinition(name);
			RootBeanDefinition definition = new RootBeanDefinition(MasterScheduledAnnotationBeanPostProcessor.class);
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(name, definition);
		}
	}

}
