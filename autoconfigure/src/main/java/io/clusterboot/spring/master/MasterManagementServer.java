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
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.BeanDefinitionRegistryPostProcessor;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.web.server.WebServerFactory;
import org.springframework.context.ApplicationContext;
import org.springframework.util.Assert;

/**
 * Lets the context of a management port of the master have a real server. Spring Boot
 * creates its factory by the type of the application's one, which the master replaces.
 */
public final class MasterManagementServer implements BeanDefinitionRegistryPostProcessor {

	private final ApplicationContext context;

	/**
	 * Create a new instance.
	 * @param context the context of the management port
	 */
	public MasterManagementServer(ApplicationContext context) {
		this.context = context;
	}

	@Override
	public void postProcessBeanDefinitionRegistry(BeanDefinitionRegistry registry) {
		for (String name : registry.getBeanDefinitionNames()) {
			if (registry.getBeanDefinition(name) instanceof RootBeanDefinition definition && definition.hasBeanClass()
					&& ReplacedWebServerFactory.class.isAssignableFrom(definition.getBeanClass())) {
				registry.removeBeanDefinition(name);
				registry.registerBeanDefinition(name, new RootBeanDefinition(replaced()));
			}
		}
	}

	private Class<?> replaced() {
		ApplicationContext parent = this.context.getParent();
		Assert.state(parent != null, "A management context has a parent");
		return ((ReplacedWebServerFactory) parent.getBean(WebServerFactory.class)).replaced();
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		// Nothing but definitions
	}

}
