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

import java.time.Duration;
import java.util.function.Supplier;

import io.clusterboot.spring.lifecycle.BootLifecycleProcessor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Puts a {@link MasterLifecycleProcessor} in the place of Boot's life-cycle processor.
 * One that the application defines stays.
 */
public final class MasterLifecycle implements BeanFactoryPostProcessor, EnvironmentAware {

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
		Environment environment = this.master;
		if (environment != null) {
			new BootLifecycleProcessor((BeanDefinitionRegistry) beanFactory).replaceWith(MasterLifecycleProcessor.class,
					() -> create(environment));
		}
	}

	private MasterLifecycleProcessor create(Environment environment) {
		MasterLifecycleProcessor processor = new MasterLifecycleProcessor(environment);
		processor.setTimeoutPerShutdownPhase(this.timeout.get().toMillis());
		return processor;
	}

}
