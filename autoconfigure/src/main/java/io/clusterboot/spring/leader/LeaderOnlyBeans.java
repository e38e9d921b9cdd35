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

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.clusterboot.spring.leadership.ConditionalOnLeader;
import io.clusterboot.spring.leadership.LeaderLifecycle;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.Lifecycle;
import org.springframework.context.SmartLifecycle;
import org.springframework.util.ClassUtils;

/**
 * Distinguishes the beans that work in the leader only: those that say so, and those of
 * some types. May be used from any thread.
 */
public final class LeaderOnlyBeans {

	private final ConfigurableListableBeanFactory beanFactory;

	private final List<Class<?>> types;

	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	/**
	 * Create a new instance.
	 * @param beanFactory has the beans
	 * @param types the names of types whose beans work in the leader only; one that is
	 * not on the class path has none
	 */
	public LeaderOnlyBeans(ConfigurableListableBeanFactory beanFactory, Stream<String> types) {
		this.beanFactory = beanFactory;
		ClassLoader loader = beanFactory.getBeanClassLoader();
		this.types = types.filter((type) -> ClassUtils.isPresent(type, loader))
			.<Class<?>>map((type) -> ClassUtils.resolveClassName(type, loader))
			.toList();
	}

	/**
	 * Return whether a bean works in the leader only.
	 * @param beanName the name of the bean
	 * @return whether it does
	 */
	public boolean contain(String beanName) {
		String name = BeanFactoryUtils.transformedBeanName(beanName);
		Boolean answer = this.known.get(name);
		if (answer == null) {
			answer = isMarked(name) || isOfAType(name);
			if (this.beanFactory.containsSingleton(name)) {
				this.known.put(name, answer);
			}
		}
		return answer;
	}

	/**
	 * Return whether a bean, or the configuration that declares it, is
	 * {@link ConditionalOnLeader}.
	 * @param name the name of the bean
	 * @return whether it is
	 */
	public boolean isMarked(String name) {
		if (!this.beanFactory.containsBean(name)) {
			return false;
		}
		if (this.beanFactory.findAnnotationOnBean(name, ConditionalOnLeader.class, false) != null) {
			return true;
		}
		if (!this.beanFactory.containsBeanDefinition(name)) {
			return false;
		}
		String declaring = this.beanFactory.getBeanDefinition(name).getFactoryBeanName();
		return declaring != null && !declaring.equals(name) && isMarked(declaring);
	}

	private boolean isOfAType(String name) {
		return isA(name, LeaderLifecycle.class) || this.types.stream().anyMatch((type) -> isA(name, type));
	}

	private boolean isA(String name, Class<?> type) {
		return this.beanFactory.containsBean(name)
				&& (this.beanFactory.isTypeMatch(name, type) || (this.beanFactory.isFactoryBean(name)
						&& this.beanFactory.isTypeMatch(BeanFactory.FACTORY_BEAN_PREFIX + name, type)));
	}

	/**
	 * Return whether there may be such beans beside those that start with the leadership
	 * by their type.
	 * @return whether the application marks beans, or has some of the types
	 */
	boolean exist() {
		return !this.types.isEmpty()
				|| this.beanFactory.getBeanNamesForAnnotation(ConditionalOnLeader.class).length > 0;
	}

	/**
	 * Return the beans to start and stop with the leadership.
	 * @return the beans
	 */
	public List<Lifecycle> lifecycles() {
		return Stream.of(this.beanFactory.getBeanNamesForType(Lifecycle.class, false, false))
			.filter(this::contain)
			.map((name) -> this.beanFactory.getBean(name, Lifecycle.class))
			.filter(LeaderOnlyBeans::isStarted)
			.toList();
	}

	private static boolean isStarted(Lifecycle bean) {
		return bean instanceof LeaderLifecycle || !(bean instanceof SmartLifecycle smart) || smart.isAutoStartup();
	}

}
