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

package io.clusterboot.spring.lifecycle;

import java.lang.reflect.Method;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.core.type.MethodMetadata;

/**
 * The life-cycle processor that Spring Boot defines, which another one may replace. It is
 * replaced when the application starts, and not by a bean definition: Boot's would not
 * exist in any role then if the application is processed ahead of time.
 *
 * @param registry the registry that defines it
 */
public record BootLifecycleProcessor(BeanDefinitionRegistry registry) {

	private static final String NAME = AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME;

	/**
	 * Put another one in its place, unless the application defines one itself.
	 * @param <P> the type of the other one
	 * @param type the type of the other one
	 * @param processor creates it
	 * @return whether it was replaced
	 */
	public <P extends LifecycleProcessor> boolean replaceWith(Class<P> type, Supplier<P> processor) {
		boolean present = this.registry.containsBeanDefinition(NAME);
		if (present && !isOfBoot(this.registry.getBeanDefinition(NAME))) {
			return false;
		}
		if (present) {
			this.registry.removeBeanDefinition(NAME);
		}
		RootBeanDefinition definition = new RootBeanDefinition(type, processor);
		definition.setRole(BeanDefinition.ROLE_INFRASTRUCTURE);
		this.registry.registerBeanDefinition(NAME, definition);
		return true;
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
