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

package io.clusterboot.spring.worker;

import java.lang.reflect.Method;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * The beans of types that may not be on the class path. None is created to find it.
 *
 * @param beanFactory has the beans
 */
record BeansByType(ConfigurableListableBeanFactory beanFactory) {

	/**
	 * Return the names of the beans of a type.
	 */
	List<String> named(Class<?> type) {
		return List.of(this.beanFactory.getBeanNamesForType(type, false, false));
	}

	/**
	 * Return the names of the beans of a type, none if there is no such type.
	 */
	List<String> named(String type) {
		ClassLoader loader = this.beanFactory.getBeanClassLoader();
		return ClassUtils.isPresent(type, loader) ? named(ClassUtils.resolveClassName(type, loader)) : List.of();
	}

	/**
	 * Call a method without parameters of a bean, which is created if need be.
	 * @param name the name of the bean
	 * @param type the interface that has the method
	 * @return what it returns, {@code null} if there is no such method
	 */
	@Nullable Object call(String name, String type, String method) {
		Method found = ReflectionUtils
			.findMethod(ClassUtils.resolveClassName(type, this.beanFactory.getBeanClassLoader()), method);
		return (found != null) ? ReflectionUtils.invokeMethod(found, this.beanFactory.getBean(name)) : null;
	}

}
