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

package io.clusterboot.spring.aot;

import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import io.clusterboot.cluster.ClusterRole;
import io.clusterboot.spring.ConditionalOnClusterRole;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportResource;
import org.springframework.core.annotation.MergedAnnotation;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;
import org.springframework.core.type.MethodMetadata;
import org.springframework.util.ClassUtils;

/**
 * The roles in which the beans of a context exist, as {@link ConditionalOnClusterRole}
 * says it of them, of the configuration that declares them, or of the one that imports
 * that.
 */
final class RoleRestrictions {

	/**
	 * Its imports register beans that hold properties and do nothing.
	 */
	private static final String HARMLESS = "org.springframework.boot.context.properties.";

	private final ConfigurableListableBeanFactory beanFactory;

	/**
	 * For each class that other classes import, or that is nested in them, those classes.
	 */
	private final Map<Class<?>, Set<Class<?>>> importers = new HashMap<>();

	private final Set<String> unfollowed = new TreeSet<>();

	RoleRestrictions(ConfigurableListableBeanFactory beanFactory) {
		this.beanFactory = beanFactory;
		Set<Class<?>> types = new HashSet<>();
		for (String name : beanFactory.getBeanDefinitionNames()) {
			Class<?> type = declaredClass(beanFactory.getBeanDefinition(name));
			if (type != null) {
				types.add(type);
			}
		}
		types.forEach((type) -> addImports(type, types));
	}

	private void addImports(Class<?> type, Set<Class<?>> types) {
		MergedAnnotations annotations = annotationsOf(type);
		boolean restricted = !all(rolesIn(annotations));
		annotations.stream(Import.class).forEach((annotation) -> {
			for (Class<?> imported : annotation.getClassArray(MergedAnnotation.VALUE)) {
				this.importers.computeIfAbsent(imported, (key) -> new HashSet<>()).add(type);
				if (restricted && !types.contains(imported) && !imported.getName().startsWith(HARMLESS)) {
					this.unfollowed.add(type.getName());
				}
			}
		});
		if (restricted && (annotations.isPresent(ComponentScan.class) || annotations.isPresent(ImportResource.class))) {
			this.unfollowed.add(type.getName());
		}
		Class<?> enclosing = type.getEnclosingClass();
		if (enclosing != null && types.contains(enclosing)) {
			this.importers.computeIfAbsent(type, (key) -> new HashSet<>()).add(enclosing);
		}
	}

	/**
	 * Return the beans that do not exist in every role.
	 * @return the roles of each of them, by its name
	 */
	Map<String, Set<ClusterRole>> roles() {
		Map<String, Set<ClusterRole>> restrictions = new LinkedHashMap<>();
		for (String name : this.beanFactory.getBeanDefinitionNames()) {
			Set<ClusterRole> roles = rolesOf(name);
			if (!all(roles)) {
				restrictions.put(name, roles);
			}
		}
		return restrictions;
	}

	/**
	 * Return the configurations for some roles only that bring in beans in a way that
	 * can't be followed, so that those beans exist in every role.
	 */
	Collection<String> unfollowed() {
		return this.unfollowed;
	}

	private Set<ClusterRole> rolesOf(String name) {
		BeanDefinition definition = this.beanFactory.getBeanDefinition(name);
		MethodMetadata method = (definition instanceof AnnotatedBeanDefinition annotated)
				? annotated.getFactoryMethodMetadata() : null;
		if (method == null) {
			Class<?> type = declaredClass(definition);
			return (type != null) ? rolesOf(type, new HashSet<>()) : allRoles();
		}
		Set<ClusterRole> roles = rolesIn(method.getAnnotations());
		roles.retainAll(rolesOf(load(method.getDeclaringClassName()), new HashSet<>()));
		return roles;
	}

	/**
	 * Return the roles of a configuration or component. If it is there because others
	 * import it, its bean has the full name of the class.
	 */
	private Set<ClusterRole> rolesOf(Class<?> type, Set<Class<?>> seen) {
		MergedAnnotations annotations = annotationsOf(type);
		Set<ClusterRole> roles = rolesIn(annotations);
		Set<Class<?>> importing = this.importers.getOrDefault(type, Set.of());
		boolean imported = !importing.isEmpty() && this.beanFactory.containsBeanDefinition(type.getName())
				&& !annotations.isPresent(AutoConfiguration.class);
		if (imported && seen.add(type)) {
			Set<ClusterRole> ofImporters = EnumSet.noneOf(ClusterRole.class);
			importing.forEach((importer) -> ofImporters.addAll(rolesOf(importer, seen)));
			roles.retainAll(ofImporters);
		}
		return roles;
	}

	private @Nullable Class<?> declaredClass(BeanDefinition definition) {
		boolean byMethod = definition instanceof AnnotatedBeanDefinition annotated
				&& annotated.getFactoryMethodMetadata() != null;
		return (byMethod || definition.getBeanClassName() == null) ? null : load(definition.getBeanClassName());
	}

	private Class<?> load(String name) {
		return ClassUtils.resolveClassName(name, this.beanFactory.getBeanClassLoader());
	}

	private static MergedAnnotations annotationsOf(Class<?> type) {
		return MergedAnnotations.from(type, SearchStrategy.INHERITED_ANNOTATIONS);
	}

	private static Set<ClusterRole> rolesIn(MergedAnnotations annotations) {
		MergedAnnotation<ConditionalOnClusterRole> annotation = annotations.get(ConditionalOnClusterRole.class);
		Set<ClusterRole> roles = EnumSet.noneOf(ClusterRole.class);
		roles.addAll(annotation.isPresent() ? Set.of(annotation.getEnumArray(MergedAnnotation.VALUE, ClusterRole.class))
				: allRoles());
		return roles;
	}

	private static Set<ClusterRole> allRoles() {
		return EnumSet.allOf(ClusterRole.class);
	}

	private static boolean all(Set<ClusterRole> roles) {
		return roles.size() == ClusterRole.values().length;
	}

}
