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
import java.util.Arrays;
import java.util.stream.Stream;

import io.clusterboot.spring.event.WorkerEvent;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Decides which listeners of the application hear in the master that the application
 * starts. Most prepare what serves requests, such as caches, and would create beans that
 * the master does without. Only beans hear it that belong to the master, or that listen
 * to the cluster. Every listener hears the events of the cluster and of the application
 * itself.
 */
final class MasterListeners {

	private static final String FRAMEWORK = "org.springframework.";

	private static final String CLUSTER = WorkerEvent.class.getPackageName();

	private final ConfigurableListableBeanFactory beanFactory;

	private final MasterBeans masterBeans;

	MasterListeners(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		this.masterBeans = new MasterBeans(beanFactory);
	}

	/**
	 * Return whether a bean does not hear the events of the application's life.
	 */
	boolean areRestricted(String beanName, Class<?> beanClass) {
		return !beanClass.getName().startsWith(FRAMEWORK) && !isInfrastructure(beanName)
				&& !this.masterBeans.belong(beanName) && !listensToCluster(beanClass);
	}

	/**
	 * Return whether an event is one of the application's life, as Spring and its
	 * projects publish them. The end is none: a bean that exists may have something to
	 * close.
	 */
	static boolean isOfLife(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		if (PayloadApplicationEvent.class.isAssignableFrom(type)) {
			type = eventType.as(PayloadApplicationEvent.class).getGeneric().toClass();
		}
		return type.getName().startsWith(FRAMEWORK) && !isEnd(type);
	}

	static boolean isEnd(Class<?> eventType) {
		return ContextClosedEvent.class.isAssignableFrom(eventType);
	}

	private boolean isInfrastructure(String beanName) {
		return this.beanFactory.containsBeanDefinition(beanName)
				&& this.beanFactory.getBeanDefinition(beanName).getRole() == BeanDefinition.ROLE_INFRASTRUCTURE;
	}

	private static boolean listensToCluster(Class<?> beanClass) {
		return isOfCluster(ResolvableType.forClass(beanClass).as(ApplicationListener.class).getGeneric().toClass())
				|| MethodIntrospector.selectMethods(beanClass, MasterListeners::annotation)
					.entrySet()
					.stream()
					.flatMap((listener) -> eventTypes(listener.getKey(), listener.getValue()))
					.anyMatch(MasterListeners::isOfCluster);
	}

	private static @Nullable EventListener annotation(Method method) {
		return AnnotatedElementUtils.findMergedAnnotation(method, EventListener.class);
	}

	private static Stream<Class<?>> eventTypes(Method method, EventListener annotation) {
		return Stream.concat(Arrays.stream(annotation.classes()), Arrays.stream(method.getParameterTypes()));
	}

	private static boolean isOfCluster(Class<?> eventType) {
		return eventType.getPackageName().equals(CLUSTER);
	}

}
