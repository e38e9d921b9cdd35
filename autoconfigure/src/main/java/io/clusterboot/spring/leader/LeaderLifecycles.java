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

package io.clusterboot.spring.leader;

import java.util.function.Supplier;

import io.clusterboot.spring.lifecycle.BootLifecycleProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;

/**
 * Puts a {@link LeaderLifecycleProcessor} in the place of Boot's life-cycle processor.
 * One that the application defines stays, and starts in every worker what is for the
 * leader only.
 */
public final class LeaderLifecycles implements BeanFactoryPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(LeaderLifecycles.class);

	private final boolean enabled;

	private final Supplier<LeaderOnlyBeans> leaderOnly;

	/**
	 * Create a new instance.
	 * @param enabled whether to do it
	 * @param leaderOnly distinguishes the beans
	 */
	public LeaderLifecycles(boolean enabled, Supplier<LeaderOnlyBeans> leaderOnly) {
		this.enabled = enabled;
		this.leaderOnly = leaderOnly;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		if (!this.enabled) {
			return;
		}
		boolean replaced = new BootLifecycleProcessor((BeanDefinitionRegistry) beanFactory)
			.replaceWith(LeaderLifecycleProcessor.class, () -> create(beanFactory));
		if (!replaced && this.leaderOnly.get().exist()) {
			logger.warn("The application has a life-cycle processor of its own, which starts in every worker the beans "
					+ "that are for the leader only (@ConditionalOnLeader, cluster.leader-only)");
		}
	}

	private LeaderLifecycleProcessor create(ConfigurableListableBeanFactory beanFactory) {
		LeaderLifecycleProcessor processor = new LeaderLifecycleProcessor(this.leaderOnly.get());
		beanFactory.getBeanProvider(LifecycleProperties.class)
			.ifAvailable((properties) -> processor
				.setTimeoutPerShutdownPhase(properties.getTimeoutPerShutdownPhase().toMillis()));
		return processor;
	}

}
