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
import java.lang.reflect.Modifier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.config.SmartInstantiationAwareBeanPostProcessor;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.EventListener;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Keeps the runners of the application from running in the master, unless they belong
 * there. A runner is not even created, unless it also listens to events: then only its
 * run method does nothing.
 */
public final class RunnerSuppressor implements SmartInstantiationAwareBeanPostProcessor, BeanFactoryAware {

	private @Nullable MasterBeans masterBeans;

	@Override
	public void setBeanFactory(BeanFactory beanFactory) {
		this.masterBeans = new MasterBeans((ConfigurableListableBeanFactory) beanFactory);
	}

	@Override
	public @Nullable Object postProcessBeforeInstantiation(Class<?> beanClass, String beanName) {
		if (!isSuppressed(beanClass, beanName) || listens(beanClass)) {
			return null;
		}
		ProxyFactory proxy = new ProxyFactory();
		if (ApplicationRunner.class.isAssignableFrom(beanClass)) {
			proxy.addInterface(ApplicationRunner.class);
		}
		if (CommandLineRunner.class.isAssignableFrom(beanClass)) {
			proxy.addInterface(CommandLineRunner.class);
		}
		proxy.addAdvice((MethodInterceptor) (invocation) -> null);
		return proxy.getProxy(beanClass.getClassLoader());
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		Class<?> beanClass = bean.getClass();
		if (!isSuppressed(beanClass, beanName) || !listens(beanClass)) {
			return bean;
		}
		ProxyFactory proxy = new ProxyFactory(bean);
		proxy.setProxyTargetClass(!Modifier.isFinal(beanClass.getModifiers()));
		proxy.addAdvice((MethodInterceptor) RunnerSuppressor::proceedUnlessRun);
		return proxy.getProxy(beanClass.getClassLoader());
	}

	private static @Nullable Object proceedUnlessRun(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		return (method.getName().equals("run") && method.getParameterCount() == 1) ? null : invocation.proceed();
	}

	private boolean isSuppressed(Class<?> beanClass, String beanName) {
		boolean runs = ApplicationRunner.class.isAssignableFrom(beanClass)
				|| CommandLineRunner.class.isAssignableFrom(beanClass);
		return runs && this.masterBeans != null && !this.masterBeans.belong(beanName);
	}

	private static boolean listens(Class<?> beanClass) {
		return ApplicationListener.class.isAssignableFrom(beanClass) || !MethodIntrospector
			.selectMethods(beanClass,
					(Method method) -> AnnotatedElementUtils.hasAnnotation(method, EventListener.class) ? method : null)
			.isEmpty();
	}

}
