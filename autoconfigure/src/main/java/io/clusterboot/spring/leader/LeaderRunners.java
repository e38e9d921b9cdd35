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

import java.lang.reflect.Modifier;
import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.DefaultIntroductionAdvisor;
import org.springframework.aop.support.DelegatingIntroductionInterceptor;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.context.Lifecycle;

/**
 * Has the runners that work in the leader only run when their process leads for the first
 * time.
 */
public final class LeaderRunners implements BeanPostProcessor {

	private final Supplier<LeaderOnlyBeans> leaderOnly;

	/**
	 * Create a new instance.
	 * @param leaderOnly distinguishes the beans
	 */
	public LeaderRunners(Supplier<LeaderOnlyBeans> leaderOnly) {
		this.leaderOnly = leaderOnly;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		boolean runs = (bean instanceof ApplicationRunner || bean instanceof CommandLineRunner)
				&& !(bean instanceof Lifecycle);
		return (runs && this.leaderOnly.get().contain(beanName)) ? postponed(bean, beanName) : bean;
	}

	private static Object postponed(Object bean, String beanName) {
		LeaderRun run = new LeaderRun(beanName);
		ProxyFactory proxy = new ProxyFactory(bean);
		proxy.setProxyTargetClass(!Modifier.isFinal(bean.getClass().getModifiers()));
		proxy.addAdvisor(new DefaultIntroductionAdvisor(new DelegatingIntroductionInterceptor(run)));
		proxy.addAdvice((MethodInterceptor) (invocation) -> invoke(invocation, bean, run));
		return proxy.getProxy(bean.getClass().getClassLoader());
	}

	private static @Nullable Object invoke(MethodInvocation invocation, Object bean, LeaderRun run) throws Throwable {
		Object argument = (invocation.getMethod().getName().equals("run") && invocation.getArguments().length == 1)
				? invocation.getArguments()[0] : null;
		if (bean instanceof ApplicationRunner runner && argument instanceof ApplicationArguments arguments) {
			run.postpone(() -> runner.run(arguments));
			return null;
		}
		if (bean instanceof CommandLineRunner runner && argument instanceof String[] arguments) {
			run.postpone(() -> runner.run(arguments));
			return null;
		}
		return invocation.proceed();
	}

}
