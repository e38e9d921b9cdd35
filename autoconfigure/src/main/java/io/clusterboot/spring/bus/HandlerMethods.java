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

package io.clusterboot.spring.bus;

import java.lang.reflect.Method;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

import io.clusterboot.spring.messaging.ClusterMessageHandler;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.Assert;

/**
 * Finds the methods with {@link ClusterMessageHandler}. No bean is created for that; one
 * is when the first message for it arrives.
 */
public final class HandlerMethods implements SmartInitializingSingleton {

	private final ConfigurableListableBeanFactory beanFactory;

	private final MessageTypes types;

	private final Predicate<String> beans;

	private volatile Map<String, HandlerMethod> methods = Map.of();

	/**
	 * Create a new instance.
	 * @param beanFactory has the beans
	 * @param types the names of messages
	 * @param beans whether the methods of a bean are called in this process
	 */
	public HandlerMethods(ConfigurableListableBeanFactory beanFactory, MessageTypes types, Predicate<String> beans) {
		this.beanFactory = beanFactory;
		this.types = types;
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, HandlerMethod> found = new HashMap<>();
		for (String beanName : this.beanFactory.getBeanNamesForType(Object.class, false, false)) {
			Class<?> type = AutoProxyUtils.determineTargetClass(this.beanFactory, beanName);
			if (type != null && isCandidate(type)) {
				for (Method method : methods(type)) {
					add(found, beanName, method);
				}
			}
		}
		this.methods = Map.copyOf(found);
	}

	private static boolean isCandidate(Class<?> type) {
		return AnnotationUtils.isCandidateClass(type, ClusterMessageHandler.class)
				&& !type.getName().startsWith("org.springframework.");
	}

	private static Set<Method> methods(Class<?> type) {
		return MethodIntrospector.selectMethods(type,
				(Method method) -> AnnotatedElementUtils.hasAnnotation(method, ClusterMessageHandler.class));
	}

	private void add(Map<String, HandlerMethod> found, String beanName, Method method) {
		if (!this.beans.test(beanName)) {
			return;
		}
		Class<?> beanType = this.beanFactory.getType(beanName, false);
		HandlerMethod handler = new HandlerMethod(() -> this.beanFactory.getBean(beanName),
				AopUtils.selectInvocableMethod(method, (beanType != null) ? beanType : method.getDeclaringClass()));
		HandlerMethod other = found.put(this.types.nameOf(handler.messageType()), handler);
		Assert.state(other == null,
				() -> "Two methods handle messages '%s': %s and %s (expected: one, and @EventListener for others)"
					.formatted(this.types.nameOf(handler.messageType()), other, handler));
	}

	/**
	 * Return the method that handles the messages of a name.
	 * @return the method, {@code null} if there is none
	 */
	@Nullable HandlerMethod handlerOf(String name) {
		return this.methods.get(name);
	}

}
