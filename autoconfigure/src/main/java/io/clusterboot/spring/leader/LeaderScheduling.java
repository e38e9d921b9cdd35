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

import java.lang.reflect.Method;
import java.util.function.Supplier;

import io.clusterboot.spring.leadership.ClusterLeadership;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Makes {@code @Scheduled} methods run on the leader only: their time comes in every
 * worker, and those that do not lead skip it.
 */
public final class LeaderScheduling implements BeanFactoryPostProcessor {

	private final boolean enabled;

	private final Supplier<ClusterLeadership> leadership;

	/**
	 * Create a new instance.
	 * @param enabled whether to do it
	 * @param leadership says whether this process leads
	 */
	public LeaderScheduling(boolean enabled, Supplier<ClusterLeadership> leadership) {
		this.enabled = enabled;
		this.leadership = leadership;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		String name = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
		if (this.enabled && registry.containsBeanDefinition(name)) {
			registry.removeBeanDefinition(name);
			RootBeanDefinition definition = new RootBeanDefinition(ScheduledAnnotationBeanPostProcessor.class,
					() -> new LeaderPostProcessor(this.leadership));
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(name, definition);
		}
	}

	private static final class LeaderPostProcessor extends ScheduledAnnotationBeanPostProcessor {

		private final Supplier<ClusterLeadership> leadership;

		private LeaderPostProcessor(Supplier<ClusterLeadership> leadership) {
			this.leadership = leadership;
		}

		@Override
		protected Runnable createRunnable(Object target, Method method, @Nullable String qualifier) {
			return new LeaderTask(super.createRunnable(target, method, qualifier), this.leadership);
		}

	}

	/**
	 * A task that is skipped where another process leads.
	 *
	 * @param task the task
	 * @param leadership says whether this process leads
	 */
	private record LeaderTask(Runnable task, Supplier<ClusterLeadership> leadership) implements Runnable {

		@Override
		public void run() {
			if (this.leadership.get().isLeader()) {
				this.task.run();
			}
		}

		@Override
		public String toString() {
			return this.task.toString();
		}

	}

}
