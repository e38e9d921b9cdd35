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
import java.time.Duration;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.MethodMetadata;

/**
 * Puts a {@link MasterLifecycleProcessor} in the place of Boot's life-cycle processor.
 * One that the application defines stays. Not a bean of its own, as Boot's would not
 * exist in any role then if the application is processed ahead of time.
 */
public final class MasterLifecycle implements BeanFactoryPostProcessor, EnvironmentAware {

	private static final String NAME = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;

	private final Supplier<Duration> timeout;

	private @Nullable Environment master;

	/**
	 * Create a new instance.
	 * @param timeout gives how long a phase of the stop may take
	 */
	public MasterLifecycle(Supplier<Duration> timeout) {
		this.timeout = timeout;
	}

	@Override
	public void setEnvironment(Environment environment) {
		this.master = MasterBeans.isMaster(environment) ? environment : null;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beanFactory) {
		BeanDefinitionRegistry registry = (BeanDefinitionRegistry) beanFactory;
		boolean present = registry.containsBeanDefinition(NAME);
		Environment environment = this.master;
		if (environment == null || (present && !isOfBoot(registry.getBeanDefinition(NAME)))) {
			return;
		}
		if (present) {
			registry.removeBeanDefinition(NAME);
		}
		RootBeanDefinition definition = new RootBeanDefinition(MasterLifecycleProcessor.class,
				() -> create(environment));
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		registry.registerBeanDefinition(NAME, definition);
	}

	private MasterLifecycleProcessor create(Environment environment) {
		MasterLifecycleProcessor processor = new MasterLifecycleProcessor(environment);
		processor.setTimeoutPerShutdownPhase(this.timeout.get().toMillis());
		return processor;
	}

	private static boolean isOfBoot(BeanDefinition definition) {
		return LifecycleAutoConfiguration.class.getName().equals(declaringClass(definition));
	}

	private static @Nullable String declaringClass(BeanDefinition definition) {
		if (definition instanceof AnnotatedBeanDefinition annotated) {
			MethodMetadata method = annotated.getFactoryMethodMetadata();
			return (method != null) ? method.getDeclaringClassName() : null;
		}
		Method method = (definition instanceof RootBeanDefinition root) ? root.getResolvedFactoryMethod() : null;
		return (method != null) ? method.getDeclaringClass().getName() : null;
	}

}
