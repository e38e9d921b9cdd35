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
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.clusterboot.spring.leadership.ClusterLeadership;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.core.NamedThreadLocal;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.config.TaskManagementConfigUtils;

/**
 * Makes {@code @Scheduled} methods run on the leader only: their time comes in every
 * worker, and those that do not lead skip it.
 */
public final class LeaderScheduling implements BeanFactoryPostProcessor {

	private final boolean enabled;

	private final Predicate<String> beans;

	private final Supplier<ClusterLeadership> leadership;

	/**
	 * Create a new instance.
	 * @param enabled whether to do it
	 * @param beans whether it is done for the methods of the bean with a name
	 * @param leadership says whether this process leads
	 */
	public LeaderScheduling(boolean enabled, Predicate<String> beans, Supplier<ClusterLeadership> leadership) {
		this.enabled = enabled;
		this.beans = beans;
		this.leadership = leadership;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		String name = TaskManagementConfigUtils.SCHEDULED_ANNOTATION_PROCESSOR_BEAN_NAME;
		if (this.enabled && registry.containsBeanDefinition(name)) {
			registry.removeBeanDefinition(name);
			RootBeanDefinition definition = new RootBeanDefinition(ScheduledAnnotationBeanPostProcessor.class,
					() -> new LeaderPostProcessor(this.beans, this.leadership));
			definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
			registry.registerBeanDefinition(name, definition);
		}
	}

	private static final class LeaderPostProcessor extends ScheduledAnnotationBeanPostProcessor {

		private final Predicate<String> beans;

		private final Supplier<ClusterLeadership> leadership;

		private final ThreadLocal<String> current = new NamedThreadLocal<>("bean whose methods are scheduled");

		private LeaderPostProcessor(Predicate<String> beans, Supplier<ClusterLeadership> leadership) {
			this.beans = beans;
			this.leadership = leadership;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			this.current.set(beanName);
			try {
				return super.postProcessAfterInitialization(bean, beanName);
			}
			finally {
				this.current.remove();
			}
		}

		@Override
		protected void processScheduled(Scheduled scheduled, Method method, Object bean) {
			if (isReactive(method) && isForLeader()) {
				LeaderPublisher publisher = LeaderPublisher.of(bean, method, this.leadership);
				super.processScheduled(scheduled, LeaderPublisher.METHOD, publisher);
			}
			else {
				super.processScheduled(scheduled, method, bean);
			}
		}

		/**
		 * Return whether Spring subscribes to what a method returns.
		 */
		private static boolean isReactive(Method method) {
			ReactiveAdapterRegistry adapters = ReactiveAdapterRegistry.getSharedInstance();
			ReactiveAdapter adapter = adapters.hasAdapters() ? adapters.getAdapter(method.getReturnType()) : null;
			return adapter != null && adapter.getDescriptor().isDeferred() && method.getParameterCount() == 0;
		}

		@Override
		protected Runnable createRunnable(Object target, Method method, @Nullable String qualifier) {
			Runnable task = super.createRunnable(target, method, qualifier);
			return isForLeader() ? new LeaderTask(task, this.leadership) : task;
		}

		private boolean isForLeader() {
			String name = this.current.get();
			return name != null && this.beans.test(name);
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
