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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import io.clusterboot.spring.messaging.ClusterMessage;
import io.clusterboot.spring.messaging.ClusterMessageType;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.Assert;
import org.springframework.util.ClassUtils;
import org.springframework.util.function.SingletonSupplier;

/**
 * The types of messages by their names. They are collected when the first one is needed.
 * May be used from any thread.
 */
public final class MessageTypes {

	private final SingletonSupplier<Map<String, Class<?>>> types;

	private final SingletonSupplier<Map<Class<?>, String>> registered;

	/**
	 * Create a new instance.
	 * @param scanned gives the types that have an annotation
	 * @param registered gives the types that are registered
	 */
	public MessageTypes(Supplier<Collection<ClusterMessageType>> scanned,
			Supplier<Collection<ClusterMessageType>> registered) {
		this.types = SingletonSupplier.of(() -> byName(scanned.get(), registered.get()));
		this.registered = SingletonSupplier.of(() -> byType(registered.get()));
	}

	/**
	 * Find the annotated types in packages.
	 * @param packages the names of the packages, whose subpackages are included
	 * @param environment the environment of the application
	 * @param loader loads the classes
	 * @return the types
	 */
	public static Collection<ClusterMessageType> scan(Collection<String> packages, Environment environment,
			ResourceLoader loader) {
		ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false,
				environment);
		scanner.setResourceLoader(loader);
		scanner.addIncludeFilter(new AnnotationTypeFilter(ClusterMessage.class));
		return packages.stream()
			.flatMap((name) -> scanner.findCandidateComponents(name).stream())
			.map(BeanDefinition::getBeanClassName)
			.distinct()
			.map((name) -> ClassUtils.resolveClassName(String.valueOf(name), loader.getClassLoader()))
			.<ClusterMessageType>map(ClusterMessageType::of)
			.toList();
	}

	private static Map<String, Class<?>> byName(Collection<ClusterMessageType> scanned,
			Collection<ClusterMessageType> registered) {
		Map<String, Class<?>> types = new HashMap<>();
		scanned.forEach((type) -> add(types, type));
		registered.forEach((type) -> add(types, type));
		return Map.copyOf(types);
	}

	private static void add(Map<String, Class<?>> types, ClusterMessageType type) {
		Class<?> other = types.put(type.name(), type.type());
		Assert.state(other == null || other == type.type(),
				() -> "Two types of messages have the name '%s': %s and %s".formatted(type.name(), other, type.type()));
	}

	private static Map<Class<?>, String> byType(Collection<ClusterMessageType> registered) {
		Map<Class<?>, String> names = new HashMap<>();
		registered.forEach((type) -> names.put(type.type(), type.name()));
		return Map.copyOf(names);
	}

	/**
	 * Return the name of a type.
	 * @throws IllegalArgumentException if it has none
	 */
	String nameOf(Class<?> type) {
		String name = this.registered.obtain().get(type);
		return (name != null) ? name : ClusterMessageType.of(type).name();
	}

	/**
	 * Return the type that has a name.
	 * @return the type, {@code null} if this process does not know the name
	 */
	@Nullable Class<?> typeOf(String name) {
		return this.types.obtain().get(name);
	}

}
