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

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.context.weaving.LoadTimeWeaverAware;

/**
 * Keeps lazy beans that weave classes lazy. Spring creates all
 * {@link LoadTimeWeaverAware} beans of a context before the others, lazy or not, so that
 * they can register what transforms classes. The factory of JPA's entity managers is one,
 * and with it the master would open a database and initialize it.
 * <p>
 * Called by Spring right before it looks for these beans. It looks at the merged
 * definitions, skips those that are abstract, and merges all definitions anew when that
 * is done; so what is changed here lasts for that one look.
 */
public final class DormantWeaverBeans implements BeanFactoryInitializer<ConfigurableListableBeanFactory> {

	@Override
	public void initialize(ConfigurableListableBeanFactory beanFactory) {
		for (String name : beanFactory.getBeanNamesForType(LoadTimeWeaverAware.class, false, false)) {
			String beanName = name.startsWith(ConfigurableListableBeanFactory.FACTORY_BEAN_PREFIX)
					? name.substring(ConfigurableListableBeanFactory.FACTORY_BEAN_PREFIX.length()) : name;
			if (!beanFactory.containsSingleton(beanName) && beanFactory.containsBeanDefinition(beanName)
					&& beanFactory.getMergedBeanDefinition(beanName) instanceof AbstractBeanDefinition merged) {
				hide(merged);
			}
		}
	}

	private static void hide(AbstractBeanDefinition merged) {
		if (merged.isLazyInit() && merged.getRole() != BeanDefinition.ROLE_INFRASTRUCTURE) {
			merged.setAbstract(true);
		}
	}

}
